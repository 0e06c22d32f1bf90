using System.ComponentModel;
using Enrollment.Pipeline;
using Microsoft.AspNetCore.Mvc;

namespace Enrollment.Web.Api;

/// <summary>Where a page of a list starts and how long it is.</summary>
readonly record struct Paging(
    [property: FromQuery, Description("The nextCursor of the page before; left out: from the start.")] string? Cursor,
    [property: FromQuery, Description("How many items, 1 to 200; 50 when left out.")] int? Limit
)
{
    internal Guid? After => Cursor is null ? null : Guid.ParseExact(Cursor, "N");
    internal int Size => Limit ?? 50;

    internal Refusal? Problem
    {
        get
        {
            var problems = new List<FieldProblem>();
            if (Cursor is not null && !Guid.TryParseExact(Cursor, "N", out _))
                problems.Add(new("cursor", "unknown_cursor", "Send the 'nextCursor' of the page before, or none."));
            if (Limit is < 1 or > 200)
                problems.Add(new("limit", "out_of_range", "Ask for 1 to 200 items."));
            return problems.Count == 0
                ? null
                : new Refusal(RefusalKind.Invalid, "invalid_request", "The page can't be read; see 'problems'.")
                {
                    Problems = problems,
                };
        }
    }
}
