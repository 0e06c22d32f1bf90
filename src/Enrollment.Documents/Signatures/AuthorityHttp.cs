namespace Enrollment.Documents.Signatures;

/// <summary>The connections to authorities. Whoever asks sets a time limit.</summary>
internal static class AuthorityHttp
{
    public static readonly HttpClient Client = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            MaxConnectionsPerServer = 16,
            // An address may come to mean another machine while this program runs.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        }
    )
    {
        // Stamps and answers have some thousand bytes. They go into every document, so a list must not be huge either.
        MaxResponseContentBufferSize = 256 * 1024,
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
