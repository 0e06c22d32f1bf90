using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Enrollment.Tests.Testing;

/// <summary>A line to a server on this machine that a test cuts at a word of its choice.</summary>
sealed class CutLine : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly int server;
    Cut? armed;
    int cuts;

    internal CutLine(int server)
    {
        this.server = server;
        listener.Start();
        _ = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How often it was cut.</summary>
    internal int Cuts => cuts;

    /// <summary>
    /// Cuts it once, when a client sends the word: before the server gets it, or when the server has done it and answers.
    /// With <paramref name="after"/> only on a connection that has sent that word before: jobs use the line, too.
    /// </summary>
    internal void CutAt(string word, bool answered = false, string? after = null) =>
        armed = new Cut(Encoding.ASCII.GetBytes(word), answered, Encoding.ASCII.GetBytes(after ?? ""));

    async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync();
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = ConnectAsync(client);
        }
    }

    async Task ConnectAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        var swallow = new StrongBox();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, server);
            // Whichever ends first ends both.
            await await Task.WhenAny(
                PumpAsync(near, far, bytes => Passes(bytes, swallow)),
                PumpAsync(far, near, _ => !swallow.Value)
            );
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException)
        {
            // As lines do.
        }
    }

    bool Passes(ReadOnlySpan<byte> sent, StrongBox swallow)
    {
        if (armed is { After: { Length: > 0 } after } && sent.IndexOf(after) >= 0)
            swallow.IsMeant = true;
        if (
            armed is not { } cut
            || (cut.After.Length > 0 && !swallow.IsMeant)
            || sent.IndexOf(cut.Word) < 0
            || Interlocked.CompareExchange(ref armed, null, cut) != cut
        )
            return true;

        Interlocked.Increment(ref cuts);
        swallow.Value = cut.Answered;
        return cut.Answered;
    }

    static async Task PumpAsync(TcpClient from, TcpClient to, Passing passes)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.GetStream().ReadAsync(buffer)) > 0 && passes(buffer.AsSpan(0, read)))
            await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
    }

    public void Dispose() => listener.Stop();

    delegate bool Passing(ReadOnlySpan<byte> bytes);

    sealed record Cut(byte[] Word, bool Answered, byte[] After);

    /// <summary>What is known of one connection.</summary>
    sealed class StrongBox
    {
        /// <summary>It has sent the word after which the cut is meant.</summary>
        internal volatile bool IsMeant;

        /// <summary>The server's answers no longer reach the client.</summary>
        internal volatile bool Value;
    }
}
