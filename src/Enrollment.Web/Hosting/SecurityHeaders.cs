namespace Enrollment.Web.Hosting;

/// <summary>
/// The headers that keep a browser from guessing types, framing pages and loading what isn't ours. The API reference
/// brings its own script and style, so it alone may run them.
/// </summary>
sealed class SecurityHeaders(RequestDelegate next)
{
    const string pages =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'";

    /// <summary>What somebody else made: whatever it is, it runs nothing and is nobody here.</summary>
    const string foreign = "default-src 'none'; sandbox; frame-ancestors 'none'";

    const string reference =
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext http)
    {
        // As late as possible: the handler of failures clears what was set before.
        http.Response.OnStarting(
            static state =>
            {
                var context = (HttpContext)state;
                var headers = context.Response.Headers;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                headers.ContentSecurityPolicy =
                    context.Request.Path.StartsWithSegments("/docs", StringComparison.Ordinal) ? reference
                    : context.GetEndpoint()?.Metadata.GetMetadata<ForeignContent>() is not null ? foreign
                    : pages;
                return Task.CompletedTask;
            },
            http
        );
        return next(http);
    }
}

/// <summary>Marks the endpoints that hand out files of applicants.</summary>
sealed class ForeignContent
{
    internal static ForeignContent It { get; } = new();
}
