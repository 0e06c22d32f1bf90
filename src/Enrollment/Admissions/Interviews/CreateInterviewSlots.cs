using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions.Interviews;

/// <summary>
/// Offers one or several times of a cohort for interviews: all of them, or none where one can't be. An interviewer has one
/// time of the cohort at an instant; one that was cancelled may be offered again.
/// </summary>
[Requires(Permission.DecideApplications)]
public sealed record CreateInterviewSlots(Guid CohortId, IReadOnlyList<InterviewSlotFields> Slots)
    : ICommand<InterviewSlots>;

public sealed record InterviewSlotFields
{
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>After the start, at most 12 hours.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>A room, 1 to 200 characters; a place or a link is needed.</summary>
    public string? Place { get; init; }

    /// <summary>An https address, up to 400 characters.</summary>
    public string? Link { get; init; }

    /// <summary>Who asks the questions, 1 to 200 characters.</summary>
    public required string Interviewer { get; init; }

    /// <summary>Applicants at the same time, 1 to 500.</summary>
    public int Capacity { get; init; } = 1;

    /// <summary>How long before the start an applicant can still book, move or cancel, 0 to 20,160 minutes.</summary>
    public int ChangeMinutes { get; init; } = 24 * 60;
}

public sealed record InterviewSlots(IReadOnlyList<InterviewSlotView> Items);

sealed class CreateInterviewSlotsValidator : AbstractValidator<CreateInterviewSlots>
{
    const int MostSlots = 200;

    public CreateInterviewSlotsValidator()
    {
        RuleFor(c => c.Slots)
            .Must(slots => slots.Count is >= 1 and <= MostSlots)
            .WithMessage($"Send 1 to {MostSlots} times.");
        RuleForEach(c => c.Slots).SetValidator(new InterviewSlotFieldsValidator());
    }
}

sealed class InterviewSlotFieldsValidator : AbstractValidator<InterviewSlotFields>
{
    static readonly TimeSpan longest = TimeSpan.FromHours(12);

    public InterviewSlotFieldsValidator()
    {
        RuleFor(f => f.StartsAt)
            .Must(at => at.Year is >= 2000 and <= 2998)
            .WithMessage("Give a time with its year between 2000 and 2998.");
        RuleFor(f => f.EndsAt)
            .Must((slot, ends) => ends > slot.StartsAt && ends - slot.StartsAt <= longest)
            .WithMessage("Give an end after the start, at most 12 hours later.");
        RuleFor(f => f.Place)
            .OptionalText(200)
            .Must((slot, place) => place is not null || slot.Link is not null)
            .WithMessage("Say where: give a place or a link.");
        RuleFor(f => f.Link)
            .OptionalText(400)
            .Must(link => link is null || (Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme == "https"))
            .WithMessage("Give an address that starts with https://.");
        RuleFor(f => f.Interviewer).Text(200);
        RuleFor(f => f.Capacity).InclusiveBetween(1, 500);
        RuleFor(f => f.ChangeMinutes).InclusiveBetween(0, 14 * 24 * 60);
    }
}

sealed class CreateInterviewSlotsHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<CreateInterviewSlots, Result<InterviewSlots>>
{
    public async Task<Result<InterviewSlots>> Handle(CreateInterviewSlots request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var zone = await db.FindAsync<string>(ZoneOf, new { Id = request.CohortId }, cancellationToken);
        if (zone is null)
            return Refusal.NotFound("cohort", request.CohortId);
        for (var index = 0; index < request.Slots.Count; index++)
        {
            if (request.Slots[index].StartsAt <= now)
                return InterviewErrors.StartsInPast(index);
        }

        var made = new List<InterviewSlotView>(request.Slots.Count);
        foreach (var (index, fields) in request.Slots.Index())
        {
            var row = new
            {
                Id = ids.New(),
                request.CohortId,
                fields.StartsAt,
                fields.EndsAt,
                ChangeUntil = fields.StartsAt.AddMinutes(-fields.ChangeMinutes),
                TimeZone = zone,
                fields.Place,
                fields.Link,
                fields.Interviewer,
                fields.Capacity,
                Now = now,
            };
            if (!await db.TryInsertAsync(Insert, row, cancellationToken))
                return InterviewErrors.TimeTaken(index, fields.Interviewer);
            audit.Record("interview-slot.created", row.Id, fields);
            made.Add((await InterviewSlotView.FindAsync(db, row.Id, cancellationToken))!);
        }

        return new InterviewSlots(made);
    }

    internal static readonly Sql ZoneOf = new("SELECT TimeZone FROM Cohorts WHERE Id = @Id");

    internal static readonly Sql Insert = new(
        """
        INSERT INTO InterviewSlots
            (Id, CohortId, StartsAt, EndsAt, ChangeUntil, TimeZone, Place, Link, Interviewer, Capacity, Booked, Version,
             CreatedAt)
        VALUES (@Id, @CohortId, @StartsAt, @EndsAt, @ChangeUntil, @TimeZone, @Place, @Link, @Interviewer, @Capacity, 0,
                1, @Now)
        """
    );
}
