using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Enrollment.Accounts;
using Enrollment.Pipeline;
using Enrollment.Web.Api;

namespace Enrollment.Web.Hosting;

/// <summary>
/// Tells who asks by the token in 'Authorization: Bearer ...'. Tokens are looked up by their hash, so that the time of a
/// look-up tells nothing about them. Without a token the caller is anonymous and can't write.
/// </summary>
sealed class BearerTokens(RequestDelegate next, Settings settings)
{
    readonly FrozenDictionary<string, Caller> callers = settings.Tokens.ToFrozenDictionary(
        token => Hash(token.Token),
        token => new Caller(token.Name, token.Name, token.Role, token.PersonId),
        StringComparer.Ordinal
    );

    public async Task InvokeAsync(HttpContext http, RequestContext context)
    {
        http.Response.OnStarting(
            static state =>
            {
                var response = (HttpResponse)state;
                if (
                    response.StatusCode == StatusCodes.Status401Unauthorized
                    && response.Headers.WWWAuthenticate.Count == 0
                )
                    response.Headers.WWWAuthenticate = "Bearer";
                else if (response.StatusCode == StatusCodes.Status503ServiceUnavailable)
                    response.Headers.RetryAfter = "1";
                return Task.CompletedTask;
            },
            http.Response
        );
        var header = http.Request.Headers.Authorization.ToString();
        if (http.GetEndpoint()?.Metadata.GetMetadata<OwnTokens>() is not null)
        {
            await next(http);
            return;
        }

        if (header.Length > 0)
        {
            const string scheme = "Bearer ";
            if (
                !header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
                || !callers.TryGetValue(Hash(header[scheme.Length..].Trim()), out var caller)
            )
            {
                var problem = Problems.Of(
                    StatusCodes.Status401Unauthorized,
                    "invalid_token",
                    "This access token isn't known here. Send 'Authorization: Bearer' and a token that is, or none."
                );
                await problem.ExecuteAsync(http);
                return;
            }

            context.Caller = caller;
        }
        else if (IsWrite(http.Request))
        {
            // Nobody's body is read before it is known who sends it.
            await AccountErrors.TokenNeeded.ToProblem().ExecuteAsync(http);
            return;
        }

        await next(http);
    }

    static bool IsWrite(HttpRequest request) =>
        request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        && !HttpMethods.IsGet(request.Method)
        && !HttpMethods.IsHead(request.Method)
        && !HttpMethods.IsOptions(request.Method);

    internal static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>Marks the endpoints that give out and read tokens of their own, and know no caller.</summary>
sealed class OwnTokens
{
    internal static OwnTokens It { get; } = new();
}
