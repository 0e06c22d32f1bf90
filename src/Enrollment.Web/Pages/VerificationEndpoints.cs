using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Enrollment.Certificates;
using Enrollment.Web.Api;
using Enrollment.Web.Hosting;
using Enrollment.Web.Issuing;
using MediatR;
using Microsoft.Net.Http.Headers;

namespace Enrollment.Web.Pages;

/// <summary>"Is this certificate genuine?" by its code, its number and a name, or its file; for people and programs.</summary>
static class VerificationEndpoints
{
    /// <summary>A page of another version of the program is another page.</summary>
    static readonly string build = typeof(VerificationEndpoints).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    internal static void MapVerification(this IEndpointRouteBuilder routes)
    {
        var verify = routes
            .MapGroup("/verify")
            .WithTags("Verification")
            .RequireRateLimiting(Server.VerificationLimit)
            .RequireCors(Server.OpenToAll);
        ((IEndpointConventionBuilder)verify).Add(ApiEndpoints.AnnounceProblems);
        Describe(verify.MapGet("/{code}", ByCodeAsync), "Is this certificate genuine? By its code")
            .WithMetadata(NotModifiedOffered.It);
        Describe(verify.MapGet("/", BySerialAsync), "Is this certificate genuine? By its serial number and a name")
            .WithDescription("With 'serial' and 'name', one part of the name as printed. Without them: the form.")
            .Produces(StatusCodes.Status302Found)
            .WithMetadata(NotModifiedOffered.It);
        Describe(verify.MapPost("/file", ByFileAsync), "Is this file genuine?")
            .WithDescription(
                "A certificate as PDF, a credential as JSON or VC-JWT, or a badge as SVG or PNG: as the body, or as 'file' of a form. Its bytes are "
                    + "compared with the register, its signature and proof are checked, and nothing is kept."
            )
            .Accepts<Stream>(
                "multipart/form-data",
                "application/pdf",
                "application/octet-stream",
                "application/json",
                "application/ld+json",
                "application/vc",
                "application/vc+ld+json",
                "application/vc+jwt",
                "application/jwt",
                "text/plain",
                "image/svg+xml",
                "image/png"
            )
            .Produces<Problem>(StatusCodes.Status413PayloadTooLarge, Problems.ContentType)
            .WithMetadata(StreamedBody.It);
    }

    static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary) =>
        route
            .WithSummary(summary + "; as JSON or, for a browser, as a page")
            .Produces<VerificationBody>(200, "application/json", "text/html")
            .Produces<VerificationBody>(404, "application/json", "text/html")
            .Produces<Problem>(StatusCodes.Status429TooManyRequests, Problems.ContentType, "text/html");

    static async Task<IResult> ByCodeAsync(string code, HttpContext http, IMediator mediator, CancellationToken token)
    {
        var result = await mediator.Send(new VerifyCertificate(code), token);
        return result.Refusal is { } refusal ? refusal.ToProblem() : Answer(http, result.Value, null);
    }

    /// <summary>Also where the form's code leads to the address that certificates carry.</summary>
    static async Task<IResult> BySerialAsync(
        string? code,
        string? serial,
        string? name,
        HttpContext http,
        IMediator mediator,
        CancellationToken token
    )
    {
        if (!string.IsNullOrWhiteSpace(code))
            return TypedResults.Redirect($"/verify/{Uri.EscapeDataString(code.Trim())}{Language(http.Request)}");
        if (serial is null && name is null && PageEndpoints.WantsPage(http.Request))
        {
            http.Response.Headers.Vary = $"{HeaderNames.Accept}, {HeaderNames.AcceptLanguage}";
            return new Page<VerifyStart>(Words(http.Request));
        }

        var result = await mediator.Send(new VerifySerial((serial ?? "").Trim(), (name ?? "").Trim()), token);
        return result.Refusal is { } refusal ? refusal.ToProblem() : Answer(http, result.Value, null);
    }

    static async Task<IResult> ByFileAsync(
        HttpContext http,
        IMediator mediator,
        ReceivedFiles files,
        CancellationToken token
    )
    {
        if (await ReadAsync(http.Request, token) is not { } content)
            return Unfit(http, StatusCodes.Status413PayloadTooLarge, "file_too_large", "largeFile");
        if (content.Length == 0)
            return Unfit(http, StatusCodes.Status400BadRequest, "file_missing", "noFile");

        var result = await files.VerifyAsync(content, mediator, token);
        return result.Refusal is { } refusal
            ? refusal.ToProblem()
            : Answer(http, result.Value.Found, result.Value.File);
    }

    /// <summary>The body, or the first file of a form; null where it is too large.</summary>
    static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken token)
    {
        var content = new MemoryStream();
        if (!await CopyAsync(request.Body, content, token))
            return null;
        if (!request.HasFormContentType)
            return Written(content);

        content.Position = 0;
        request.Body = content;
        var file = (await request.ReadFormAsync(token)).Files is [var first, ..] ? first : null;
        if (file is null)
            return ReadOnlyMemory<byte>.Empty;
        var part = new MemoryStream();
        await file.CopyToAsync(part, token);
        return Written(part);
    }

    static ReadOnlyMemory<byte> Written(MemoryStream stream) => stream.GetBuffer().AsMemory(0, (int)stream.Length);

    /// <summary>
    /// Keeps no more than is allowed and reads some more, so that who sends too much hears so: a connection that is closed
    /// while it sends tells nothing. False where it is too much.
    /// </summary>
    static async Task<bool> CopyAsync(Stream body, MemoryStream content, CancellationToken token)
    {
        var buffer = new byte[64 * 1024];
        long length = 0;
        int read;
        while (length <= 10 * ReceivedFiles.MostBytes && (read = await body.ReadAsync(buffer, token)) > 0)
        {
            length += read;
            if (length <= ReceivedFiles.MostBytes)
                content.Write(buffer, 0, read);
        }

        return length <= ReceivedFiles.MostBytes;
    }

    static IResult Unfit(HttpContext http, int status, string code, string words) =>
        PageEndpoints.WantsPage(http.Request)
            ? new Page<VerifyStart>(
                new Dictionary<string, object?>(Words(http.Request))
                {
                    [nameof(VerifyStart.Problem)] = PageWords.For(http.Request)[words],
                },
                status
            )
            : Problems.Of(status, code, PageWords.English[words]);

    static IResult Answer(HttpContext http, Verification found, CheckedFile? file)
    {
        var isPage = PageEndpoints.WantsPage(http.Request);
        var words = PageWords.For(http.Request);
        var headers = http.Response.Headers;
        headers.Vary = $"{HeaderNames.Accept}, {HeaderNames.AcceptLanguage}";
        if (file is null)
        {
            // Whoever has it asks whether it still holds: a revocation is seen at once.
            headers.CacheControl = "no-cache";
            headers.ETag = Tag(found, isPage ? words.Language : "json");
            if (ETags.IsKnown(http))
                return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }
        else
        {
            headers.CacheControl = "no-store";
        }

        var status = found.Answer is VerificationAnswer.Unknown or VerificationAnswer.NameDiffers
            ? StatusCodes.Status404NotFound
            : StatusCodes.Status200OK;
        return isPage
            ? new Page<Verify>(
                new Dictionary<string, object?>(Words(http.Request))
                {
                    [nameof(Verify.Found)] = found,
                    [nameof(Verify.File)] = file,
                },
                status
            )
            : TypedResults.Json(VerificationBody.Of(found, file), statusCode: status);
    }

    /// <summary>All but this is frozen.</summary>
    static string Tag(Verification found, string form)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{build} {form} {found.Answer} {found.Certificate?.Serial} {found.FileHash} {found.EndedAt:O} {found.ReplacedByCode} {found.RenewedByCode}"
        );
        return $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12))}\"";
    }

    static Dictionary<string, object?> Words(HttpRequest request) =>
        new() { [nameof(VerifyStart.Words)] = PageWords.For(request) };

    static string Language(HttpRequest request) =>
        request.Query.TryGetValue("lang", out var language) ? $"?lang={Uri.EscapeDataString(language.ToString())}" : "";
}
