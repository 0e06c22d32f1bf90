using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Enrollment.Storage.Scanning;

/// <summary>Where ClamAV's daemon listens: <c>host:port</c>, <c>[v6 address]:port</c> or <c>unix:/path</c>.</summary>
public sealed record ClamAvAddress
{
    const string UnixPrefix = "unix:";

    readonly EndPoint endPoint;

    ClamAvAddress(EndPoint endPoint) => this.endPoint = endPoint;

    /// <summary>Null when it is no address.</summary>
    public static ClamAvAddress? Parse(string text)
    {
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            var path = text[UnixPrefix.Length..];
            return Path.IsPathRooted(path) ? new ClamAvAddress(new UnixDomainSocketEndPoint(path)) : null;
        }

        var colon = text.LastIndexOf(':');
        if (
            colon <= 0
            || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port == 0
        )
            return null;

        var host = text[..colon].Trim('[', ']');
        return Uri.CheckHostName(host) == UriHostNameType.Unknown
            ? null
            : new ClamAvAddress(
                IPAddress.TryParse(host, out var ip) ? new IPEndPoint(ip, port) : new DnsEndPoint(host, port)
            );
    }

    internal async Task<Socket> ConnectAsync(CancellationToken token)
    {
        var socket =
            endPoint is UnixDomainSocketEndPoint
                ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endPoint, token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override string ToString() => endPoint.ToString() ?? "";
}
