using Enrollment.Data;

namespace Enrollment.Admissions.Documents;

/// <summary>
/// Where applicants' files lie, by content and apart from what the program issues: a content that no document uses any
/// more is removed here, which must never meet a certificate.
/// </summary>
public interface IDocumentStore : IFileStore
{
    /// <summary>
    /// Reads a content to its end, never more than a piece of it in memory. Null when it is longer than
    /// <paramref name="mostBytes"/>; nothing of it stays then, nor when the reading fails.
    /// </summary>
    /// <exception cref="FileStoreException">It can't be written.</exception>
    Task<IReceivedFile?> ReceiveAsync(Stream content, long mostBytes, CancellationToken token);

    /// <summary>Removes a content; it may be gone already.</summary>
    Task RemoveAsync(string hash, CancellationToken token);

    /// <summary>
    /// Removes what broken uploads left behind: files that no process holds open and that nothing was written to for that
    /// long. Answers their number.
    /// </summary>
    Task<int> SweepAsync(TimeSpan age, CancellationToken token);
}

/// <summary>A content that is there as a whole and has no place yet; without one it goes when it is disposed.</summary>
public interface IReceivedFile : IAsyncDisposable
{
    /// <summary>Its SHA-256 in lower-case hexadecimal digits.</summary>
    string Hash { get; }

    long Bytes { get; }

    /// <summary>A stream of its own that can seek.</summary>
    Stream Open();

    /// <summary>Gives it its place under its hash, durably.</summary>
    /// <exception cref="FileStoreException">It can't be written.</exception>
    Task KeepAsync(CancellationToken token);
}
