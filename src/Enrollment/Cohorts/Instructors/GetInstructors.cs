using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Cohorts.Instructors;

/// <summary>Who teaches and marks a cohort.</summary>
[Requires(Permission.ReadMarks)]
public sealed record GetInstructors(Guid CohortId) : IQuery<CohortInstructors>;

/// <summary>The instructors of a cohort, in the order in which they were entered.</summary>
public sealed record CohortInstructors
{
    public required Guid CohortId { get; init; }

    /// <summary>
    /// Whether the cohort is open to every instructor, because nobody is assigned to it; as soon as somebody is, only who is
    /// assigned has it.
    /// </summary>
    public bool OpenToAll => Instructors.Count == 0;
    public required IReadOnlyList<CohortInstructor> Instructors { get; init; }

    /// <summary>That of the cohort.</summary>
    public required int Version { get; init; }
}

public sealed record CohortInstructor
{
    /// <summary>Id of the account, 1 to 100 characters.</summary>
    public required string UserId { get; init; }

    /// <summary>As people know the instructor, 1 to 200 characters.</summary>
    public required string Name { get; init; }
}

sealed class GetInstructorsHandler(Db db) : IRequestHandler<GetInstructors, Result<CohortInstructors>>
{
    public async Task<Result<CohortInstructors>> Handle(GetInstructors request, CancellationToken cancellationToken) =>
        await FindAsync(db, request.CohortId, cancellationToken) is { } instructors
            ? instructors
            : Refusal.NotFound("cohort", request.CohortId);

    /// <summary>Null where there is no such cohort.</summary>
    internal static async Task<CohortInstructors?> FindAsync(Db db, Guid cohortId, CancellationToken token)
    {
        var key = new { CohortId = cohortId };
        if (await db.FindAsync<int?>(VersionOf, key, token) is not { } version)
            return null;

        return new CohortInstructors
        {
            CohortId = cohortId,
            Instructors = await db.QueryAsync<CohortInstructor>(OfCohort, key, token),
            Version = version,
        };
    }

    internal static readonly Sql VersionOf = new("SELECT Version FROM Cohorts WHERE Id = @CohortId");

    internal static readonly Sql OfCohort = new(
        "SELECT UserId, Name FROM CohortInstructors WHERE CohortId = @CohortId ORDER BY Position"
    );
}
