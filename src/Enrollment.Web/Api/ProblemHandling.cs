using System.Text.Json;
using System.Text.RegularExpressions;
using Enrollment.Data;
using Enrollment.Pipeline;
using Enrollment.Web.Pages;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>
/// Turns what never reaches a use case into problem details: malformed JSON, unreadable parameters, unknown addresses,
/// bodies that are too large, and bugs (which say nothing of their inside).
/// </summary>
sealed partial class ProblemHandling(ILogger<ProblemHandling> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        // The server logs nothing of what is handled here.
        if (exception is FileStoreException or not (BadHttpRequestException or DatabaseUnavailableException))
        {
            var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName;
            Failed(log, httpContext.Request.Method, endpoint, exception);
        }

        var problem = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge(),
            BadHttpRequestException { InnerException: JsonException json } => Malformed(json),
            BadHttpRequestException bad => Problems.Of(
                bad.StatusCode,
                bad.StatusCode == StatusCodes.Status415UnsupportedMediaType
                    ? "media_type_not_read"
                    : "unreadable_parameter",
                bad.StatusCode == StatusCodes.Status415UnsupportedMediaType
                    ? NotRead
                    : Parameter(httpContext, bad.Message)
            ),
            DatabaseUnavailableException unavailable => Problems.Of(
                StatusCodes.Status503ServiceUnavailable,
                unavailable.Code,
                unavailable.Message
            ),
            FileStoreException full => Problems.Of(
                StatusCodes.Status503ServiceUnavailable,
                "files_unavailable",
                full.Message
            ),
            _ => Problems.Of(
                StatusCodes.Status500InternalServerError,
                "internal_error",
                "The program failed; nothing was changed. The failure was logged. Try again later."
            ),
        };
        await AnswerAsync(httpContext, problem);
        return true;
    }

    // The endpoint and not the address: that may hold somebody's secret.
    [LoggerMessage(LogLevel.Error, "A request failed: {Method} {Endpoint}.")]
    static partial void Failed(ILogger log, string method, string? endpoint, Exception failure);

    /// <summary>Problem details, or a page that says the same to whoever opened a page.</summary>
    internal static Task AnswerAsync(HttpContext http, ProblemHttpResult problem)
    {
        http.Response.StatusCode = problem.StatusCode;
        if (
            http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            || !PageEndpoints.WantsPage(http.Request)
        )
            return problem.ExecuteAsync(http);

        var details = problem.ProblemDetails;
        return new Pages.Page<Notice>(
            new Dictionary<string, object?>
            {
                [nameof(Notice.Heading)] = details.Title,
                [nameof(Notice.Text)] = details.Detail,
            },
            problem.StatusCode
        ).ExecuteAsync(http);
    }

    /// <summary>Answers without a body (no route, wrong method) get one that says so.</summary>
    internal static Task ForStatusAsync(StatusCodeContext context)
    {
        var request = context.HttpContext.Request;
        var response = context.HttpContext.Response;
        if (response.StatusCode == StatusCodes.Status405MethodNotAllowed)
        {
            // HEAD is answered wherever GET is.
            response.Headers.Allow = response
                .Headers.Allow.ToString()
                .Replace("GET", "GET, HEAD", StringComparison.Ordinal);
            if (HttpMethods.IsOptions(request.Method))
            {
                response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            }
        }

        var problem = response.StatusCode switch
        {
            StatusCodes.Status400BadRequest when UnreadableParameter.Of(context.HttpContext) is { } message =>
                Problems.Of(400, "unreadable_parameter", message),
            StatusCodes.Status404NotFound => Problems.Of(
                404,
                "address_not_found",
                "There is nothing at this address. The reference is at /docs."
            ),
            StatusCodes.Status405MethodNotAllowed => Problems.Of(
                405,
                "method_not_allowed",
                $"This address takes {response.Headers.Allow}. The reference is at /docs."
            ),
            StatusCodes.Status413PayloadTooLarge => TooLarge(),
            StatusCodes.Status415UnsupportedMediaType => Problems.Of(415, "media_type_not_read", NotRead),
            var status => Problems.Of(status, "request_refused", "The request was refused. The reference is at /docs."),
        };
        return AnswerAsync(context.HttpContext, problem);
    }

    const string NotRead =
        "Send the body as JSON, with the header 'Content-Type: application/json'; a file as the form "
        + "'multipart/form-data'. The reference is at /docs.";

    static ProblemHttpResult TooLarge() =>
        Problems.Of(413, "body_too_large", "The body is larger than this address takes. Send it in parts.");

    static ProblemHttpResult Malformed(JsonException json)
    {
        var field = (json.Path ?? "").TrimStart('$').TrimStart('.');
        if (json is NullElementException element)
            field = Join(field, element.Place);
        var missing = Quoted().Matches(json.Message).Select(m => m.Groups[1].Value).Skip(1).ToArray();
        FieldProblem[] problems = json.Message.Contains("missing required", StringComparison.Ordinal)
            ? [.. missing.Select(name => new FieldProblem(Join(field, name), "missing", "This field is needed."))]
            : [new FieldProblem(field.Length == 0 ? "body" : field, "malformed", Explain(json))];
        return Problems.Of(400, "malformed_json", "The body isn't the JSON that this address reads.", problems);
    }

    static string Explain(JsonException json) =>
        json.Message.Contains("could not be mapped", StringComparison.Ordinal)
            ? "This member isn't known here. Remove it or correct its name."
        : json.Message.Contains("Duplicate property", StringComparison.Ordinal)
            ? "This member stands twice. Send it once."
        : json.Message.Contains("null", StringComparison.Ordinal) ? "This field can't be null."
        : ValueForm.Asked(json.Message)
            ?? $"The value can't be read (line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}). "
                + "The reference at /docs shows its form.";

    static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>The framework's message names the parameter; its type's full name is left out.</summary>
    static string Parameter(HttpContext http, string message) =>
        UnreadableParameter.Of(http) is { } unreadable ? unreadable
        : ParameterName().Match(message) is { Success: true } match ? UnreadableParameter.Message(match.Groups[1].Value)
        : message.Contains("no body", StringComparison.OrdinalIgnoreCase)
        || message.Contains("Implicit body", StringComparison.Ordinal)
            ? "The request needs a JSON body."
        : "The request can't be read. The reference at /docs shows its form.";

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("parameter \"[^\"]*?(\\w+)\"")]
    private static partial Regex ParameterName();
}
