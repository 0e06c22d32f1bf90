using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Cohorts.Instructors;

/// <summary>
/// Lets an instructor's request about a cohort pass only if the cohort is theirs: they are assigned to it, or nobody is.
/// What doesn't exist is the handler's to say.
/// </summary>
sealed class CohortWorkBehavior<TRequest, TResponse>(Db db, RequestContext context)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICohortWork, IUseCase
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        if (context.Caller.Role != Role.Instructor)
            return await next();

        return await CohortAccess.IsOthersAsync(db, request.Place, context.Caller.Id, cancellationToken)
            ? TResponse.Refuse(InstructorErrors.NotYourCohort)
            : await next();
    }
}

/// <summary>Whose cohorts are; apart from the generic behavior, whose statics can't be enumerated.</summary>
static class CohortAccess
{
    /// <summary>Whether others are assigned to the cohort, or to one of the cohorts, and this instructor isn't.</summary>
    internal static async Task<bool> IsOthersAsync(Db db, CohortPlace place, string caller, CancellationToken token)
    {
        var sql = place.Kind switch
        {
            CohortPlaceKind.Cohort => OfCohort,
            CohortPlaceKind.Enrollment => OfEnrollment,
            CohortPlaceKind.Session => OfSession,
            _ => OfMeeting,
        };
        return await db.FindAsync<int>(sql, new { place.Id, Caller = caller }, token) > 0;
    }

    const string AreOthers = """
        EXISTS (SELECT 1 FROM CohortInstructors i WHERE i.CohortId = h.Id)
          AND NOT EXISTS (SELECT 1 FROM CohortInstructors i WHERE i.CohortId = h.Id AND i.UserId = @Caller)
        """;

    internal static readonly Sql OfCohort = new($"SELECT COUNT(*) FROM Cohorts h WHERE h.Id = @Id AND {AreOthers}");

    internal static readonly Sql OfEnrollment = new(
        $"""
        SELECT COUNT(*)
        FROM Enrollments e
        JOIN Cohorts h ON h.Id = e.CohortId
        WHERE e.Id = @Id AND {AreOthers}
        """
    );

    internal static readonly Sql OfSession = new(
        $"""
        SELECT COUNT(*)
        FROM CohortSessions s
        JOIN Cohorts h ON h.Id = s.CohortId
        WHERE s.Id = @Id AND {AreOthers}
        """
    );

    internal static readonly Sql OfMeeting = new(
        $"""
        SELECT COUNT(*)
        FROM (SELECT b.CohortId FROM BoardMeetingCohorts b WHERE b.MeetingId = @Id
              UNION
              SELECT e.CohortId
              FROM BoardDecisions d
              JOIN Enrollments e ON e.Id = d.EnrollmentId
              WHERE d.MeetingId = @Id) t
        JOIN Cohorts h ON h.Id = t.CohortId
        WHERE {AreOthers}
        """
    );
}
