using Enrollment.Accounts;
using Enrollment.Assessments.Moderation;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// Whom a meeting has to decide on, a page of its cohorts at a time or one of them; without cohorts the agenda is empty.
/// </summary>
[Requires(Permission.ReadMarks)]
public sealed record GetAgenda(Guid MeetingId, Guid? CohortId, Guid? After, int Size)
    : IQuery<Page<CohortAgenda>>,
        ICohortWork
{
    CohortPlace ICohortWork.Place => CohortId is { } one ? CohortPlace.OfCohort(one) : CohortPlace.OfMeeting(MeetingId);
}

/// <summary>A cohort on the agenda: what there is to decide, counted, and trainee by trainee.</summary>
public sealed record CohortAgenda
{
    public Guid CohortId { get; init; }
    public string CohortCode { get; init; } = "";
    public string CourseTitle { get; init; } = "";

    /// <summary>Trainees on whom a decision stands that the board needn't look at again.</summary>
    public int Decided { get; init; }

    /// <summary>Trainees without any result: compute the cohort's results first.</summary>
    public int WithoutResult { get; init; }

    /// <summary>Who they are, by their numbers.</summary>
    public IReadOnlyList<AgendaTrainee> TraineesWithoutResult { get; init; } = [];

    /// <summary>Rows that have a flag.</summary>
    public int Flagged { get; init; }

    /// <summary>The rows by their computed outcome.</summary>
    public IReadOnlyDictionary<string, int> ByOutcome { get; init; } = new Dictionary<string, int>();

    /// <summary>Borderline results first, then incomplete ones, then stale ones, then the rest by name.</summary>
    public IReadOnlyList<AgendaRow> Rows { get; init; } = [];
}

/// <summary>A trainee of whom the agenda has nothing but the name.</summary>
/// <param name="EnrollmentId">The record.</param>
/// <param name="TraineeNumber">Within the cohort, from 1 on.</param>
/// <param name="PersonName">The principal spelling.</param>
public sealed record AgendaTrainee(Guid EnrollmentId, int TraineeNumber, string PersonName)
{
    internal static IReadOnlyList<AgendaTrainee> WithoutResult(IEnumerable<AgendaFacts> trainees) =>
        [
            .. trainees
                .Where(facts => facts.Outcome is null)
                .OrderBy(facts => facts.TraineeNumber)
                .Select(facts => new AgendaTrainee(facts.EnrollmentId, facts.TraineeNumber, facts.PersonName)),
        ];
}

sealed class GetAgendaHandler(Db db, RequestContext context) : IRequestHandler<GetAgenda, Result<Page<CohortAgenda>>>
{
    public async Task<Result<Page<CohortAgenda>>> Handle(GetAgenda request, CancellationToken cancellationToken)
    {
        var meeting = await db.FindAsync<MeetingView>(
            GetBoardMeetingHandler.ById,
            new { Id = request.MeetingId },
            cancellationToken
        );
        if (meeting is null)
            return Refusal.NotFound("board_meeting", request.MeetingId);

        var page = await db.PageAsync<CohortAgenda>(
            Cohorts,
            new
            {
                request.MeetingId,
                request.CohortId,
                After = request.After ?? Guid.Empty,
            },
            request.Size,
            cohort => cohort.CohortId,
            cancellationToken
        );
        if (request.CohortId is { } wanted && request.After is null && page.Items.Count == 0)
            return AssessmentErrors.CohortNotOnAgenda(wanted);

        var agendas = new List<CohortAgenda>(page.Items.Count);
        foreach (var cohort in page.Items)
            agendas.Add(await ReadAsync(meeting, cohort, cancellationToken));
        return page with { Items = agendas };
    }

    async Task<CohortAgenda> ReadAsync(MeetingView meeting, CohortAgenda cohort, CancellationToken token)
    {
        var blind = UnconfirmedMarks.Blind(context.Caller);
        var facts = await AgendaReader.FactsAsync(db, cohort.CohortId, blind, token);
        var rows = Agenda.Of(meeting.Id, meeting.Margin, facts);
        var without = AgendaTrainee.WithoutResult(facts);
        return cohort with
        {
            Decided = facts.Count - without.Count - rows.Count,
            WithoutResult = without.Count,
            TraineesWithoutResult = without,
            Flagged = rows.Count(row => row.Flags.Count > 0),
            ByOutcome = new SortedDictionary<string, int>(
                rows.CountBy(row => row.Outcome.ToString()).ToDictionary(StringComparer.Ordinal),
                StringComparer.Ordinal
            ),
            Rows = rows,
        };
    }

    internal static readonly Sql Cohorts = new(
        """
        SELECT b.CohortId, h.Code AS CohortCode, v.Title AS CourseTitle
        FROM BoardMeetingCohorts b
        JOIN Cohorts h ON h.Id = b.CohortId
        JOIN CourseVersions v ON v.Id = h.CourseVersionId
        WHERE b.MeetingId = @MeetingId AND b.CohortId > @After AND (@CohortId IS NULL OR b.CohortId = @CohortId)
        ORDER BY b.CohortId
        """
    )
    {
        Paged = true,
    };
}
