using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>Opens the minutes of a board meeting of a center.</summary>
[Requires(Permission.HoldBoard)]
public sealed record HoldBoardMeeting(Guid CenterId, string MinutesNumber, DateOnly HeldOn, MeetingKind Kind)
    : ICommand<MeetingView>;

sealed class HoldBoardMeetingValidator : AbstractValidator<HoldBoardMeeting>
{
    public HoldBoardMeetingValidator()
    {
        RuleFor(c => c.CenterId).NotEmpty();
        RuleFor(c => c.MinutesNumber).Text(60);
        RuleFor(c => c.HeldOn).Day();
        RuleFor(c => c.Kind).IsInEnum();
    }
}

sealed class HoldBoardMeetingHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<HoldBoardMeeting, Result<MeetingView>>
{
    public async Task<Result<MeetingView>> Handle(HoldBoardMeeting request, CancellationToken cancellationToken)
    {
        // Recorded decisions need no reason for a departure, so bringing them in takes more than holding a board.
        if (request.Kind == MeetingKind.Recorded && !context.Caller.May(Permission.Import))
            return AccountErrors.Lacks(context.Caller, Permission.Import);

        var zone = await db.FindAsync<string>(ZoneOf, new { Id = request.CenterId }, cancellationToken);
        if (zone is null)
            return Refusal.NotFound("center", request.CenterId);

        var now = time.GetUtcNow();
        if (request.HeldOn > LocalDay.Of(now, zone))
            return AssessmentErrors.HeldInFuture;

        var row = new
        {
            Id = ids.New(),
            request.CenterId,
            request.MinutesNumber,
            request.HeldOn,
            Kind = request.Kind.ToString(),
            Now = now,
        };
        if (!await db.TryInsertAsync(Insert, row, cancellationToken))
            return AssessmentErrors.MinutesNumberTaken(request.MinutesNumber);

        audit.Record("board.held", row.Id, request);
        return (await db.FindAsync<MeetingView>(GetBoardMeetingHandler.ById, new { row.Id }, cancellationToken))!;
    }

    internal static readonly Sql ZoneOf = new("SELECT TimeZone FROM Centers WHERE Id = @Id");

    internal static readonly Sql Insert = new(
        """
        INSERT INTO BoardMeetings (Id, CenterId, MinutesNumber, HeldOn, Kind, Version, CreatedAt)
        VALUES (@Id, @CenterId, @MinutesNumber, @HeldOn, @Kind, 1, @Now)
        """
    );
}
