using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

[Requires(Permission.ReadMarks)]
public sealed record GetBoardMeeting(Guid Id) : IQuery<MeetingView>;

/// <summary>Meetings in the order of their creation, of a center or of all, or the one with a minutes number.</summary>
[Requires(Permission.ReadMarks)]
public sealed record ListBoardMeetings(Guid? CenterId, string? MinutesNumber, Guid? After, int Size)
    : IQuery<Page<MeetingView>>;

sealed class GetBoardMeetingHandler(Db db) : IRequestHandler<GetBoardMeeting, Result<MeetingView>>
{
    public async Task<Result<MeetingView>> Handle(GetBoardMeeting request, CancellationToken cancellationToken) =>
        await db.FindAsync<MeetingView>(ById, new { request.Id }, cancellationToken) is { } meeting
            ? meeting
            : Refusal.NotFound("board_meeting", request.Id);

    internal static readonly Sql ById = new(
        """
        SELECT m.Id, m.CenterId, m.MinutesNumber, m.HeldOn, m.Kind, m.SealedAt, m.Version,
               (SELECT COUNT(*) FROM BoardDecisions d WHERE d.MeetingId = m.Id) AS Decisions
        FROM BoardMeetings m
        WHERE m.Id = @Id
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
        SELECT m.Id, m.CenterId, m.MinutesNumber, m.HeldOn, m.Kind, m.SealedAt, m.Version,
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
