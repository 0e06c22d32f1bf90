namespace Enrollment.Data;

/// <summary>
/// Files by content: the key is the lower-case hexadecimal SHA-256 of the bytes. A file is complete and durable before
/// its key is handed out, so a row that refers to it may be committed then.
/// </summary>
public interface IFileStore
{
    /// <summary>Stores the files (all of them, or throws) and answers their keys in the same order.</summary>
    /// <exception cref="FileStoreException">They can't be written. Some may be there; storing them again does no harm.</exception>
    Task<IReadOnlyList<string>> PutAsync(IReadOnlyList<ReadOnlyMemory<byte>> files, CancellationToken token);

    /// <summary>
    /// Keys of files that were stored longer ago than <paramref name="least"/> and no longer than <paramref name="most"/>.
    /// Storing a file that is there already counts as storing it.
    /// </summary>
    IEnumerable<string> List(TimeSpan least, TimeSpan most);

    /// <summary>
    /// Removes a file that nothing refers to, unless it was stored again within <paramref name="least"/>: then somebody is
    /// about to refer to it. Whether it is gone.
    /// </summary>
    bool Remove(string hash, TimeSpan least);

    /// <summary>The file's bytes from the start; null when there is none of that key.</summary>
    Task<Stream?> OpenAsync(string hash, CancellationToken token);
}
