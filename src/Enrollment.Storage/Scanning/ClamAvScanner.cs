using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Enrollment.Admissions.Documents;

namespace Enrollment.Storage.Scanning;

/// <summary>
/// ClamAV's daemon by its command INSTREAM (clamd(8)): the content goes over the connection in chunks, each behind its
/// length in four bytes (the higher first), a length of zero ends it; the daemon answers with one line that ends in NUL.
/// It needs no access to the files.
/// </summary>
sealed class ClamAvScanner(ClamAvAddress address) : IDocumentScanner
{
    const int ChunkLength = 64 * 1024;
    const int LengthBytes = 4;
    const int MostAnswerBytes = 4 * 1024;
    const string Lead = "stream: ";
    const string Found = " FOUND";
    const string SizeExceeded = "INSTREAM size limit exceeded";

    /// <summary>For connecting, and for each step that the daemon takes afterwards.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    public bool IsConfigured => true;

    public async Task<ScanVerdict> ScanAsync(Stream content, CancellationToken token)
    {
        content.Position = 0;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(token);
        try
        {
            patience.CancelAfter(Patience);
            using var socket = await address.ConnectAsync(patience.Token);
            await using var line = new NetworkStream(socket, ownsSocket: false);
            try
            {
                await SendAsync(content, line, patience);
            }
            catch (IOException)
            {
                // The daemon has said something before the end, its limit of size for one, and hung up.
            }

            patience.CancelAfter(Patience);
            return Verdict(await AnswerAsync(line, patience.Token));
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return Unavailable("It takes too long.");
        }
        catch (Exception broken) when (broken is IOException or SocketException)
        {
            return Unavailable(broken.Message);
        }
    }

    async Task SendAsync(Stream content, NetworkStream line, CancellationTokenSource patience)
    {
        await line.WriteAsync("zINSTREAM\0"u8.ToArray(), patience.Token);
        var chunk = new byte[LengthBytes + ChunkLength];
        int read;
        do
        {
            read = await content.ReadAsync(chunk.AsMemory(LengthBytes), patience.Token);
            BinaryPrimitives.WriteInt32BigEndian(chunk, read);
            patience.CancelAfter(Patience);
            await line.WriteAsync(chunk.AsMemory(0, LengthBytes + read), patience.Token);
        } while (read > 0);
    }

    /// <summary>Up to the NUL or the end of the connection.</summary>
    static async Task<string> AnswerAsync(NetworkStream line, CancellationToken token)
    {
        var answer = new byte[MostAnswerBytes];
        var length = 0;
        int read;
        while (length < answer.Length && (read = await line.ReadAsync(answer.AsMemory(length), token)) > 0)
        {
            var end = answer.AsSpan(length, read).IndexOf((byte)0);
            if (end >= 0)
                return Encoding.UTF8.GetString(answer, 0, length + end);
            length += read;
        }

        // A cut line may have cut a signature's name, or turned FOUND into less.
        throw new IOException("It hung up in the middle of its answer.");
    }

    internal static ScanVerdict Verdict(string answer) =>
        answer == $"{Lead}OK" ? new ScanVerdict(ScanOutcome.Clean)
        : answer.StartsWith(Lead, StringComparison.Ordinal)
        && answer.EndsWith(Found, StringComparison.Ordinal)
        && answer.Length > Lead.Length + Found.Length
            ? new ScanVerdict(ScanOutcome.Infected, Shown(answer[Lead.Length..^Found.Length]))
        : answer.StartsWith(SizeExceeded, StringComparison.Ordinal)
            ? new ScanVerdict(ScanOutcome.Declined, "The file is longer than the daemon's StreamMaxLength. Raise it.")
        : Unavailable($"It answered: {Shown(answer)}");

    static ScanVerdict Unavailable(string why) => new(ScanOutcome.Unavailable, why);

    /// <summary>What comes from outside is shown to people: one short line.</summary>
    static string Shown(string text) => new([.. text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(200)]);
}

/// <summary>There is no scanner.</summary>
sealed class NoScanner : IDocumentScanner
{
    public bool IsConfigured => false;

    public Task<ScanVerdict> ScanAsync(Stream content, CancellationToken token) =>
        throw new InvalidOperationException("No scanner is set up; ask IsConfigured first.");
}
