using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

[Requires(Permission.ReadMarks)]
public sealed record GetBoardMeeting(Guid Id) : IQuery<MeetingDetails>;

/// <summary>Meetings in the order of their creation, of a center or of all, or the one with a minutes number.</summary>
[Requires(Permission.ReadMarks)]
public sealed record ListBoardMeetings(Guid? CenterId, string? MinutesNumber, Guid? After, int Size)
    : IQuery<Page<MeetingView>>;

sealed class GetBoardMeetingHandler(Db db) : IRequestHandler<GetBoardMeeting, Result<MeetingDetails>>
{
    public async Task<Result<MeetingDetails>> Handle(GetBoardMeeting request, CancellationToken cancellationToken) =>
        await DetailsAsync(db, request.Id, cancellationToken) is { } meeting
            ? meeting
            : Refusal.NotFound("board_meeting", request.Id);

    internal static async Task<MeetingDetails?> DetailsAsync(Db db, Guid id, CancellationToken token)
    {
        var key = new { Id = id };
        return await db.FindAsync<MeetingDetails>(ById, key, token) is { } meeting
            ? meeting with
            {
                Attendees = await db.QueryAsync<Attendee>(Attendees, key, token),
                Cohorts = await db.QueryAsync<MeetingCohort>(Cohorts, key, token),
            }
            : null;
    }

    internal static readonly Sql ById = new(
        """
        SELECT m.Id, m.CenterId, m.MinutesNumber, m.HeldOn, m.Kind, m.Margin, m.Quorum, m.Remarks, m.SealedAt, m.Version,
               (SELECT COUNT(*) FROM BoardDecisions d WHERE d.MeetingId = m.Id) AS Decisions
        FROM BoardMeetings m
        WHERE m.Id = @Id
        """
    );

    internal static readonly Sql Attendees = new(
        "SELECT Name, Role FROM BoardAttendees WHERE MeetingId = @Id ORDER BY Position"
    );

    internal static readonly Sql Cohorts = new(
        """
        SELECT b.CohortId, h.Code, v.Title AS CourseTitle
        FROM BoardMeetingCohorts b
        JOIN Cohorts h ON h.Id = b.CohortId
        JOIN CourseVersions v ON v.Id = h.CourseVersionId
        WHERE b.MeetingId = @Id
        ORDER BY h.Code, b.CohortId
        """
    );
}

sealed class ListBoardMeetingsHandler(Db db) : IRequestHandler<ListBoardMeetings, Result<Page<MeetingView>>>
{
    public async Task<Result<Page<MeetingView>>> Handle(
        ListBoardMeetings request,
        CancellationToken cancellationToken
    ) =>
        await db.PageAsync<MeetingView>(
            Page,
            new
            {
                request.CenterId,
                request.MinutesNumber,
                After = request.After ?? Guid.Empty,
            },
            request.Size,
            row => row.Id,
            cancellationToken
        );

    internal static readonly Sql Page = new(
        """
        SELECT m.Id, m.CenterId, m.MinutesNumber, m.HeldOn, m.Kind, m.Margin, m.Quorum, m.Remarks, m.SealedAt, m.Version,
               (SELECT COUNT(*) FROM BoardDecisions d WHERE d.MeetingId = m.Id) AS Decisions
        FROM BoardMeetings m
        WHERE m.Id > @After AND (@CenterId IS NULL OR m.CenterId = @CenterId)
          AND (@MinutesNumber IS NULL OR m.MinutesNumber = @MinutesNumber)
        ORDER BY m.Id
        """
    )
    {
        Paged = true,
    };
}
