using Enrollment.Pipeline;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Enrollment.Web.Api;

/// <summary>Problem details (RFC 9457) as they are documented.</summary>
/// <param name="Type">Stable: <c>urn:enrollment:problem:</c> and the code.</param>
/// <param name="Title">What kind of problem it is, in words.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Detail">What is wrong and what to do about it.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="TraceId">Finds the request in the log.</param>
/// <param name="Problems">Each field at fault; left out where no field is.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    string? TraceId = null,
    IReadOnlyList<FieldProblem>? Problems = null
);

/// <summary>
/// The one mapper of refusals to problem details (RFC 9457): <c>type</c> and <c>code</c> are stable, <c>detail</c> tells
/// a person what to do, <c>problems</c> names each field at fault.
/// </summary>
static class Problems
{
    internal const string ContentType = "application/problem+json";

    internal static ProblemHttpResult ToProblem(this Refusal refusal) =>
        TypedResults.Problem(Details(Status(refusal.Kind), refusal.Code, refusal.Message, refusal.Problems));

    internal static ProblemHttpResult Of(int status, string code, string message, params FieldProblem[] problems) =>
        TypedResults.Problem(Details(status, code, message, problems));

    static ProblemDetails Details(int status, string code, string message, IReadOnlyList<FieldProblem> problems)
    {
        var details = new ProblemDetails
        {
            Status = status,
            Type = $"urn:enrollment:problem:{code}",
            Title = Title(status),
            Detail = message,
            Extensions = { ["code"] = code },
        };
        if (problems.Count > 0)
            details.Extensions["problems"] = problems;
        return details;
    }

    internal static int Status(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.Invalid => StatusCodes.Status400BadRequest,
            RefusalKind.Unauthenticated => StatusCodes.Status401Unauthorized,
            RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.Conflict => StatusCodes.Status409Conflict,
            RefusalKind.Stale => StatusCodes.Status412PreconditionFailed,
            RefusalKind.Rule => StatusCodes.Status422UnprocessableEntity,
            RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
            RefusalKind.Busy => StatusCodes.Status503ServiceUnavailable,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };

    static string Title(int status) =>
        status switch
        {
            400 => "The request is malformed",
            401 => "An access token is needed",
            403 => "Not allowed",
            404 => "Not found",
            405 => "This method isn't offered here",
            409 => "It clashes with what exists",
            412 => "It was changed meanwhile",
            413 => "The request is too large",
            415 => "This media type isn't read here",
            422 => "A rule forbids it",
            428 => "A precondition is needed",
            429 => "Too many requests",
            503 => "Too busy",
            _ => "The program failed",
        };
}
