using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>The precondition of a change: the version that its author saw, from the header If-Match (RFC 9110, 13.1.1).</summary>
static partial class IfMatch
{
    /// <summary>For edits, which demand it: a version, or the problem that keeps the edit from being made.</summary>
    internal static (int Version, ProblemHttpResult? Problem) Demand(HttpRequest request)
    {
        var (version, problem) = Accept(request);
        return problem is null && version is null
            ? (
                0,
                Problems.Of(
                    StatusCodes.Status428PreconditionRequired,
                    "if_match_missing",
                    "Read the record first and send its ETag in the header If-Match, so that nobody's change is lost."
                )
            )
            : (version ?? 0, problem);
    }

    /// <summary>For transitions, where it is optional.</summary>
    internal static (int? Version, ProblemHttpResult? Problem) Accept(HttpRequest request)
    {
        var header = request.Headers.IfMatch.ToString();
        if (header.Length == 0)
            return (null, null);
        if (Version().Match(header) is { Success: true } tag && int.TryParse(tag.Groups[1].ValueSpan, out var version))
            return (version, null);

        return (
            null,
            Problems.Of(
                StatusCodes.Status400BadRequest,
                "if_match_unreadable",
                "Send one ETag as the record was answered with it, in its quotes: If-Match: \"3-9f86d081884c7d65\"."
            )
        );
    }

    /// <summary>The version that an ETag starts with; the hash behind it may be left out.</summary>
    [GeneratedRegex("^\"([0-9]{1,9})(-[0-9a-f]{16})?\"$")]
    private static partial Regex Version();
}
