namespace Enrollment.Storage;

/// <summary>Where the embedded database and the files live.</summary>
public sealed record StorageOptions
{
    /// <summary>
    /// Holds <c>enrollment.db</c> with its <c>-wal</c> and <c>-shm</c>, and the folder <c>files</c>. Created by
    /// <see cref="Migrator.Apply"/>. It must be a local disk: the write-ahead log doesn't work on network shares.
    /// </summary>
    public required string DataDirectory { get; init; }

    internal string DatabasePath => Path.Combine(DataDirectory, "enrollment.db");

    internal string FilesPath => Path.Combine(DataDirectory, "files");
}
