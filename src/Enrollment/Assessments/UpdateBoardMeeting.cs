using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// Enters into open minutes who was there, how many had to be, what was remarked and what is borderline, and corrects their
/// number and date.
/// </summary>
[Requires(Permission.HoldBoard)]
public sealed record UpdateBoardMeeting(Guid Id, int Version, MeetingFields Fields) : ICommand<MeetingDetails>;

public sealed record MeetingFields
{
    /// <summary>1 to 60 characters; left out: it stays as it is.</summary>
    public string? MinutesNumber { get; init; }

    /// <summary>Not after today at the center; left out: it stays as it is.</summary>
    public DateOnly? HeldOn { get; init; }

    /// <summary>Up to 100 people, one chair at most; sealing demands one.</summary>
    public required IReadOnlyList<Attendee> Attendees { get; init; }

    /// <summary>How many who decide (all but secretaries) must be there when the minutes are sealed, 1 to 100.</summary>
    public int? Quorum { get; init; }

    /// <summary>Up to 10,000 characters.</summary>
    public string? Remarks { get; init; }

    /// <summary>Points below a boundary within which a result is borderline, 0 to 10.</summary>
    public decimal Margin { get; init; } = 1;
}

sealed class UpdateBoardMeetingValidator : AbstractValidator<UpdateBoardMeeting>
{
    public UpdateBoardMeetingValidator()
    {
        RuleFor(c => c.Fields.MinutesNumber).OptionalText(60);
        RuleFor(c => c.Fields.HeldOn).Day();
        RuleFor(c => c.Fields.Attendees)
            .Must(attendees => attendees.Count <= 100)
            .WithMessage("Name up to 100 attendees.");
        RuleFor(c => c.Fields.Attendees)
            .Must(attendees => attendees.Count(a => a.Role == AttendeeRole.Chair) <= 1)
            .WithMessage("A meeting has one chair; enter the others as members.");
        RuleForEach(c => c.Fields.Attendees)
            .ChildRules(attendee =>
            {
                attendee.RuleFor(a => a.Name).Text(200);
                attendee.RuleFor(a => a.Role).IsInEnum();
            });
        RuleFor(c => c.Fields.Quorum).InclusiveBetween(1, 100);
        RuleFor(c => c.Fields.Remarks).Prose(10_000);
        RuleFor(c => c.Fields.Margin).Hundredths(0, 10);
    }
}

sealed class UpdateBoardMeetingHandler(Db db, AuditTrail audit, TimeProvider time)
    : IRequestHandler<UpdateBoardMeeting, Result<MeetingDetails>>
{
    public async Task<Result<MeetingDetails>> Handle(UpdateBoardMeeting request, CancellationToken cancellationToken)
    {
        var fields = request.Fields;
        var before = await GetBoardMeetingHandler.DetailsAsync(db, request.Id, cancellationToken);
        if (before is null)
            return Refusal.NotFound("board_meeting", request.Id);
        if (before.SealedAt is not null)
            return AssessmentErrors.MeetingSealed;
        if (before.Version != request.Version)
            return Refusal.Stale("board_meeting");
        var center = new { Id = before.CenterId };
        var zone = (await db.FindAsync<string>(HoldBoardMeetingHandler.ZoneOf, center, cancellationToken))!;
        if (fields.HeldOn > LocalDay.Of(time.GetUtcNow(), zone))
            return AssessmentErrors.HeldInFuture;

        var row = new
        {
            request.Id,
            request.Version,
            MinutesNumber = fields.MinutesNumber ?? before.MinutesNumber,
            HeldOn = fields.HeldOn ?? before.HeldOn,
            fields.Margin,
            fields.Quorum,
            fields.Remarks,
        };
        var changed = await db.TryExecuteAsync(Update, row, cancellationToken);
        if (changed is null)
            return AssessmentErrors.MinutesNumberTaken(row.MinutesNumber);
        if (changed == 0)
            throw new LostRaceException("board_meeting");
        await db.ExecuteAsync(DeleteAttendees, row, cancellationToken);
        for (var position = 0; position < fields.Attendees.Count; position++)
        {
            var attendee = new
            {
                request.Id,
                Position = position,
                fields.Attendees[position].Name,
                Role = fields.Attendees[position].Role.ToString(),
            };
            await db.ExecuteAsync(InsertAttendee, attendee, cancellationToken);
        }

        audit.Record("board.changed", request.Id, new { Old = before, New = fields });
        return (await GetBoardMeetingHandler.DetailsAsync(db, request.Id, cancellationToken))!;
    }

    internal static readonly Sql Update = new(
        """
        UPDATE BoardMeetings
        SET MinutesNumber = @MinutesNumber, HeldOn = @HeldOn, Margin = @Margin, Quorum = @Quorum, Remarks = @Remarks, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND SealedAt IS NULL
        """
    );

    internal static readonly Sql DeleteAttendees = new("DELETE FROM BoardAttendees WHERE MeetingId = @Id");

    internal static readonly Sql InsertAttendee = new(
        "INSERT INTO BoardAttendees (MeetingId, Position, Name, Role) VALUES (@Id, @Position, @Name, @Role)"
    );
}
