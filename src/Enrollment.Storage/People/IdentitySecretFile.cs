using System.Security.Cryptography;
using Enrollment.Storage.Files;

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

    static void Write(string dataDirectory, string secret)
    {
        var path = PathIn(dataDirectory);
        if (File.Exists(path))
            return;

        Directory.CreateDirectory(dataDirectory);
        var draft = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (var file = new FileStream(draft, OwnerOnly()))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes(secret));
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: false);
            DirectoryFlush.Flush(Path.GetFullPath(dataDirectory));
        }
        catch (IOException) when (File.Exists(path))
        {
            // Made by another process meanwhile.
            File.Delete(draft);
        }
    }

    static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
