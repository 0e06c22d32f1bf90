using System.Security.Cryptography;
using System.Text;
using Enrollment.Pipeline;

namespace Enrollment.Web.Api;

/// <summary>
/// The header Idempotency-Key: a POST that creates and is repeated with its key answers as the first time, and creates
/// nothing. The key belongs to the caller and to the exact request.
/// </summary>
sealed class Idempotency(RequestDelegate next)
{
    internal const string Header = "Idempotency-Key";

    /// <summary>Marks the endpoints that create, for the documentation.</summary>
    internal static object Offered { get; } = new OfferedMetadata();

    public async Task InvokeAsync(HttpContext http, RequestContext context)
    {
        var key = http.Request.Headers[Header].ToString();
        if (
            key.Length == 0
            || !HttpMethods.IsPost(http.Request.Method)
            || http.GetEndpoint()?.Metadata.GetMetadata<StreamedBody>() is not null
        )
        {
            await next(http);
            return;
        }

        if (key.Length > 200 || key.Any(c => c is < ' ' or > '~'))
        {
            var problem = Problems.Of(
                StatusCodes.Status400BadRequest,
                "idempotency_key_unreadable",
                "Send an Idempotency-Key of 1 to 200 printable ASCII characters, such as a UUID."
            );
            await problem.ExecuteAsync(http);
            return;
        }

        context.Idempotency = new IdempotencyKey(key, await HashAsync(http.Request));
        await next(http);
    }

    static async Task<string> HashAsync(HttpRequest request)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
            hash.AppendData(buffer, 0, read);
        request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    internal sealed class OfferedMetadata;
}
