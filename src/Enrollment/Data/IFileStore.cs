namespace Enrollment.Data;

/// <summary>
/// Files by content: the key is the lower-case hexadecimal SHA-256 of the bytes. A file is complete and durable before
/// its key is handed out, so a row that refers to it may be committed then.
/// </summary>
public interface IFileStore
{
    /// <summary>Stores the files (all of them, or throws) and answers their keys in the same order.</summary>
    Task<IReadOnlyList<string>> PutAsync(IReadOnlyList<ReadOnlyMemory<byte>> files, CancellationToken token);

    /// <summary>The file's bytes from the start; null when there is none of that key.</summary>
    Task<Stream?> OpenAsync(string hash, CancellationToken token);
}
