using System.Text;
using Enrollment.Storage.Files;

namespace Enrollment.Storage;

/// <summary>A file that its owner alone can read, complete and durable before its name appears.</summary>
public static class SecretFile
{
    /// <summary>Its text; null when there is none.</summary>
    public static string? Read(string path) => File.Exists(path) ? File.ReadAllText(path) : null;

    /// <summary>Its text; where there is none, what <paramref name="make"/> gives is written first.</summary>
    public static string ReadOrMake(string path, Func<string> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        if (Read(path) is { } text)
            return text;
        WriteOnce(path, make());
        // Where another process made one at the same moment, that one stays.
        return File.ReadAllText(path);
    }

    /// <summary>Writes it unless it is there already.</summary>
    public static void WriteOnce(string path, string text)
    {
        if (File.Exists(path))
            return;

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var draft = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (var file = new FileStream(draft, OwnerOnly()))
            {
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: false);
            DirectoryFlush.Flush(folder);
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
