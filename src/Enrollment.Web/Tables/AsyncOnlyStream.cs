namespace Enrollment.Web.Tables;

/// <summary>
/// Stands before a stream that mustn't be written synchronously, as an answer's body: what comes so (a packer's directory
/// and the ends of its parts, some hundred bytes each) waits for the next asynchronous call.
/// </summary>
sealed class AsyncOnlyStream(Stream inner) : Stream
{
    readonly MemoryStream waiting = new();

    public override void Write(ReadOnlySpan<byte> buffer) => waiting.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => waiting.Write(buffer, offset, count);

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        await SendWaitingAsync(cancellationToken);
        await inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await SendWaitingAsync(cancellationToken);
        await inner.FlushAsync(cancellationToken);
    }

    async ValueTask SendWaitingAsync(CancellationToken token)
    {
        if (waiting.Length == 0)
            return;

        await inner.WriteAsync(waiting.GetBuffer().AsMemory(0, (int)waiting.Length), token);
        waiting.SetLength(0);
    }

    /// <summary>Nothing to do: an asynchronous call follows.</summary>
    public override void Flush() { }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            waiting.Dispose();
        base.Dispose(disposing);
    }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
