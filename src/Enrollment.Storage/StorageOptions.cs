using Enrollment.Storage.Scanning;

namespace Enrollment.Storage;

/// <summary>Where the database and the files live.</summary>
public sealed record StorageOptions
{
    /// <summary>
    /// Holds the folders <c>files</c> (what is issued) and <c>documents</c> (what applicants hand in) and, with the embedded engine, <c>enrollment.db</c> with its <c>-wal</c> and
    /// <c>-shm</c>. Created by <see cref="Migrator.Apply"/>. With the embedded engine it must be a local disk: the
    /// write-ahead log doesn't work on network shares.
    /// </summary>
    public required string DataDirectory { get; init; }

    public DatabaseEngine Engine { get; init; } = DatabaseEngine.Sqlite;

    /// <summary>
    /// How a server is reached, in the words of its client library; empty with the embedded engine. What it doesn't say
    /// is encrypted with the server's certificate verified, at most 64 connections.
    /// </summary>
    public string ConnectionString { get; init; } = "";

    public IdentityOptions Identity { get; init; } = new();

    internal string DatabasePath => Path.Combine(DataDirectory, "enrollment.db");

    internal string FilesPath => Path.Combine(DataDirectory, "files");

    internal string DocumentsPath => Path.Combine(DataDirectory, "documents");

    /// <summary>The virus scanner that documents pass; null: none.</summary>
    public ClamAvAddress? ClamAv { get; init; }
}

/// <summary>The engines that the one SQL text runs on.</summary>
public enum DatabaseEngine
{
    /// <summary>A file in the data directory, nothing to set up; one process writes.</summary>
    Sqlite,

    /// <summary>PostgreSQL 15 or newer.</summary>
    PostgreSql,

    /// <summary>SQL Server 2019 or newer, or what speaks its protocol.</summary>
    SqlServer,
}
