using System.Security.Cryptography;

namespace Enrollment.Storage.People;

/// <summary>The secret as a file that its owner alone can read, for an installation that isn't given one.</summary>
static class IdentitySecretFile
{
    internal const string Name = "identity-secret";

    internal static string PathIn(string dataDirectory) => Path.Combine(Path.GetFullPath(dataDirectory), Name);

    /// <summary>Its content; null when there is none.</summary>
    internal static string? Read(string dataDirectory)
    {
        var path = PathIn(dataDirectory);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    /// <summary>
    /// Makes a secret, complete and durable before its name appears. Where another process made one at the same moment,
    /// that one stays.
    /// </summary>
    internal static void Make(string dataDirectory) =>
        Write(dataDirectory, Convert.ToBase64String(RandomNumberGenerator.GetBytes(IdentitySecret.LeastBytes)));

    /// <summary>Puts the secret of another data directory here, unless there is one already.</summary>
    internal static void Copy(string from, string to)
    {
        if (Read(from) is { } secret)
            Write(to, secret);
    }

    static void Write(string dataDirectory, string secret) => SecretFile.WriteOnce(PathIn(dataDirectory), secret);
}
