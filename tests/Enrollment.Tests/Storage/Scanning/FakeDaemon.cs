using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Enrollment.Storage.Scanning;

namespace Enrollment.Tests.Storage.Scanning;

/// <summary>Takes one content by the protocol of ClamAV's daemon, and then answers as a test wants.</summary>
sealed class FakeDaemon : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly MemoryStream received = new();

    internal FakeDaemon(Func<NetworkStream, Task> answer, int readAtMost = int.MaxValue)
    {
        listener.Start();
        Served = ServeAsync(answer, readAtMost);
    }

    internal Task Served { get; }

    internal byte[] Received => received.ToArray();

    internal ClamAvAddress Address => ClamAvAddress.Parse($"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}")!;

    internal static FakeDaemon Answering(string words) =>
        new(stream => stream.WriteAsync(Encoding.UTF8.GetBytes(words)).AsTask());

    async Task ServeAsync(Func<NetworkStream, Task> answer, int readAtMost)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        var command = new byte["zINSTREAM\0".Length];
        await stream.ReadExactlyAsync(command);
        if (!command.AsSpan().SequenceEqual("zINSTREAM\0"u8))
            throw new InvalidDataException(Encoding.ASCII.GetString(command));

        var head = new byte[4];
        while (received.Length < readAtMost)
        {
            await stream.ReadExactlyAsync(head);
            var length = BinaryPrimitives.ReadInt32BigEndian(head);
            if (length == 0)
                break;

            var chunk = new byte[length];
            await stream.ReadExactlyAsync(chunk);
            received.Write(chunk);
        }

        await answer(stream);
    }

    public void Dispose()
    {
        listener.Stop();
        received.Dispose();
    }
}
