using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Enrollment.Storage.Migrations;

/// <summary>A numbered script that comes with the program.</summary>
sealed partial record MigrationFile(long Number, string Path)
{
    internal string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Its number with the zeros in front, as Evolve records it.</summary>
    internal string Version => Name[1..Name.IndexOf("__", StringComparison.Ordinal)];

    /// <summary>What it does, in the words of its name.</summary>
    internal string Description =>
        Name[(Name.IndexOf("__", StringComparison.Ordinal) + 2)..^".sql".Length].Replace('_', ' ');

    /// <summary>The script with LF line ends, its placeholders unfilled.</summary>
    internal string Text() => File.ReadAllText(Path).ReplaceLineEndings("\n");

    /// <summary>The checksum that Evolve records: MD5, upper-case, of the text with LF line ends.</summary>
    internal string Checksum()
    {
#pragma warning disable CA5351 // Not a safeguard against an attacker: it notices an edited script.
        return Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(Text())));
#pragma warning restore CA5351
    }

    /// <summary>
    /// The scripts for an engine in the order of their numbers: those at the top, which every engine runs, and those in the
    /// folder with the engine's name.
    /// </summary>
    internal static IReadOnlyList<MigrationFile> ReadAll(string directory, string engine)
    {
        if (!Directory.Exists(directory))
            throw new MigrationException($"The program's folder of migrations is missing: {directory}");

        var own = System.IO.Path.Combine(directory, engine);
        IEnumerable<string> paths = Directory.EnumerateFiles(directory, "*.sql");
        if (Directory.Exists(own))
            paths = paths.Concat(Directory.EnumerateFiles(own, "*.sql"));

        var files = paths.Select(Parse).OrderBy(file => file.Number).ToList();
        if (files.Count == 0)
            throw new MigrationException($"The program's folder of migrations is empty: {directory}");

        foreach (var (earlier, later) in files.Zip(files.Skip(1)))
        {
            if (earlier.Number == later.Number)
                throw new MigrationException($"Two migrations have the same number: {earlier.Name}, {later.Name}");
        }

        return files;
    }

    static MigrationFile Parse(string path)
    {
        var match = FileName().Match(System.IO.Path.GetFileName(path));
        return match.Success
            ? new MigrationFile(long.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture), path)
            : throw new MigrationException($"A migration is named V0001__what_it_does.sql; this isn't: {path}");
    }

    [GeneratedRegex(@"^V(?<number>[0-9]{1,9})__[A-Za-z0-9_]+\.sql$", RegexOptions.ExplicitCapture)]
    private static partial Regex FileName();
}
