using Enrollment.Storage;

namespace Enrollment.Web.CommandLine.Copy;

/// <summary>A side of a copy as it is written: <c>sqlite:DIRECTORY</c> or <c>postgresql:Host=...;...</c>.</summary>
sealed record CopyPlace(DatabaseEngine Engine, string Rest)
{
    /// <summary>Null when it can't be read.</summary>
    internal static CopyPlace? Read(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return
            colon > 0
            && colon < text.Length - 1
            && Enum.GetValues<DatabaseEngine>().Where(known => NameOf(known) == text[..colon]).ToList() is [var engine]
            ? new CopyPlace(engine, text[(colon + 1)..])
            : null;
    }

    /// <summary>As <c>enrollment migrate</c> names it, too.</summary>
    internal static string NameOf(DatabaseEngine engine) =>
        engine switch
        {
            DatabaseEngine.Sqlite => "sqlite",
            DatabaseEngine.PostgreSql => "postgresql",
            DatabaseEngine.SqlServer => "sqlserver",
            _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, null),
        };

    /// <summary>The directory that the embedded engine's database and files are in; null with a server.</summary>
    internal string? Directory => Engine == DatabaseEngine.Sqlite ? Path.GetFullPath(Rest) : null;

    /// <param name="files">The data directory, where it isn't the database's own.</param>
    internal StorageOptions Options(string files) =>
        new()
        {
            Engine = Engine,
            DataDirectory = Directory ?? files,
            ConnectionString = Engine == DatabaseEngine.Sqlite ? "" : Rest,
        };
}
