namespace Enrollment.Pipeline;

/// <summary>The kinds of refusal; a transport maps each to one status.</summary>
public enum RefusalKind
{
    /// <summary>The request itself is malformed or misses a field.</summary>
    Invalid,

    /// <summary>Nobody is known to have asked.</summary>
    Unauthenticated,

    /// <summary>The caller may not do this.</summary>
    Forbidden,
    NotFound,

    /// <summary>It clashes with what exists: a duplicate, a lost race, the wrong state.</summary>
    Conflict,

    /// <summary>It was edited since the caller read it.</summary>
    Stale,

    /// <summary>A rule of the domain forbids it.</summary>
    Rule,

    /// <summary>Too much at once; try again.</summary>
    Busy,

    /// <summary>What was sent is larger than is taken.</summary>
    TooLarge,
}

/// <summary>
/// Why a request was refused: a stable <paramref name="Code"/> for programs, and a <paramref name="Message"/> that
/// tells a person what to do.
/// </summary>
public sealed record Refusal(RefusalKind Kind, string Code, string Message)
{
    /// <summary>One entry per field at fault; empty where no field is.</summary>
    public IReadOnlyList<FieldProblem> Problems { get; init; } = [];

    public static Refusal NotFound(string resource, object id) =>
        new(RefusalKind.NotFound, $"{resource}_not_found", $"There is no {resource} '{id}'. Check the id.");

    public static Refusal Stale(string resource) =>
        new(
            RefusalKind.Stale,
            "stale_version",
            $"The {resource} was changed since you read it. Read it again, then repeat your change with the new ETag."
        );

    public static Refusal Conflict(string code, string message) => new(RefusalKind.Conflict, code, message);

    public static Refusal Rule(string code, string message, params FieldProblem[] problems) =>
        new(RefusalKind.Rule, code, message) { Problems = problems };
}

/// <summary>A field at fault: its path in camelCase (<c>components[2].weight</c>) and what is wrong with it.</summary>
public sealed record FieldProblem(string Field, string Code, string Message);
