using System.Data.Common;
using Dapper;
using Enrollment.Storage.Data;
using Enrollment.Storage.Migrations;
using Microsoft.Extensions.Logging;

namespace Enrollment.Storage.People;

/// <summary>
/// Finds the installation's secrets and holds them against the database, which keeps the id of each that numbers were
/// sealed with: with a wrong or missing one the program doesn't start, instead of finding no number and sealing new ones
/// with another secret.
/// </summary>
sealed partial class IdentitySecrets(StorageOptions options, TimeProvider time, ILogger<IdentitySecrets> log)
{
    /// <summary>The secret to seal with, then those to read with.</summary>
    /// <exception cref="DatabaseSetupException">One is missing, wrong or unreadable; the message names it.</exception>
    internal IReadOnlyList<IdentitySecret> Open()
    {
        try
        {
            using var connection = MigrationTarget.Of(options).Open();
            var known = connection.Query<string>("SELECT KeyId FROM NationalNumberKeys").ToHashSet();
            IdentitySecret[] secrets =
            [
                Current(mayMake: known.Count == 0),
                .. options.Identity.OldSecrets.Select(
                    (old, index) => IdentitySecret.Read(old, $"Enrollment:Identity:OldSecrets:{index}")
                ),
            ];
            var missing = known.Except(secrets.Select(secret => secret.Id)).ToList();
            if (missing.Count > 0)
                throw Missing(missing);

            if (!known.Contains(secrets[0].Id))
                Remember(connection, secrets[0]);
            return secrets;
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException or DbException)
        {
            throw new DatabaseSetupException(
                $"The secret of national numbers can't be brought in: {failure.Message.ReplaceLineEndings(" ")}",
                failure
            );
        }
    }

    IdentitySecret Current(bool mayMake)
    {
        if (options.Identity.Secret.Length > 0)
            return IdentitySecret.Read(options.Identity.Secret, "Enrollment:Identity:Secret");

        var path = IdentitySecretFile.PathIn(options.DataDirectory);
        if (IdentitySecretFile.Read(options.DataDirectory) is null)
        {
            if (!mayMake)
            {
                throw new DatabaseSetupException(
                    $"The database holds national numbers that are sealed with a secret, and there is none: restore {path} "
                        + "from the backup, or set Enrollment:Identity:Secret to what it held."
                );
            }

            IdentitySecretFile.Make(options.DataDirectory);
            Made(log, path);
        }

        return IdentitySecret.Read(IdentitySecretFile.Read(options.DataDirectory)!, path);
    }

    DatabaseSetupException Missing(List<string> ids) =>
        new(
            $"This installation's national numbers are sealed with other secrets than those it has (ids {string.Join(", ", ids)}). "
                + "Set Enrollment:Identity:Secret to the one they were sealed with (or restore the file "
                + $"{IdentitySecretFile.PathIn(options.DataDirectory)}), or add it to Enrollment:Identity:OldSecrets where it "
                + "was replaced. If no number was ever entered, empty the table NationalNumberKeys."
        );

    /// <summary>Another process may do the same at the same moment.</summary>
    void Remember(DbConnection connection, IdentitySecret secret)
    {
        var row = new { secret.Id, Now = time.GetUtcNow() };
        try
        {
            connection.Execute("INSERT INTO NationalNumberKeys (KeyId, CreatedAt) VALUES (@Id, @Now)", row);
        }
        catch (DbException) when (connection.Query<string>("SELECT KeyId FROM NationalNumberKeys").Contains(secret.Id))
        { }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Made {Path}, the secret that national numbers are sealed with. Without it none can be read again: keep a copy, apart from the database's backups."
    )]
    static partial void Made(ILogger log, string path);
}
