using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>An HTTP server on this machine that answers requests one by one.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Func<string, byte[], byte[]> answer;

    public LocalServer(string mediaType, Func<string, byte[], byte[]> answer)
    {
        this.answer = answer;
        Address = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}/"));
        listener.Prefixes.Add(Address.AbsoluteUri);
        listener.Start();
        _ = ServeAsync(mediaType);
    }

    public Uri Address { get; }

    /// <summary>Stops answering, and leaves the port.</summary>
    public void Dispose() => listener.Close();

    private async Task ServeAsync(string mediaType)
    {
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                var question = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(question);
                var bytes = answer(context.Request.Url!.AbsolutePath, question.ToArray());
                context.Response.ContentType = mediaType;
                context.Response.StatusCode = bytes.Length == 0 ? 503 : 200;
                await context.Response.OutputStream.WriteAsync(bytes);
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                // The one who asked has gone, or this is the end.
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
