using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// Enters up to 5,000 decisions into the minutes of a meeting. Each stands for itself: what is refused comes back with
/// its reason, and the rest is saved.
/// </summary>
[Requires(Permission.HoldBoard)]
public sealed record RecordDecisions(Guid MeetingId, IReadOnlyList<DecisionEntry> Entries)
    : ICommand<DecisionsRecorded>;

public sealed record DecisionEntry
{
    public required Guid EnrollmentId { get; init; }

    /// <summary>Left out: as computed.</summary>
    public BoardDecision? Decision { get; init; }

    /// <summary>Demanded where the decision departs from the computed outcome; up to 1,000 characters.</summary>
    public string? DepartureReason { get; init; }

    /// <summary>
    /// When the result was computed that the board saw, as the agenda has it. Given, it refuses the decision where another
    /// result stands by now.
    /// </summary>
    public DateTimeOffset? ComputedAt { get; init; }
}

public sealed record DecisionsRecorded(IReadOnlyList<DecisionAnswer> Answers);

/// <summary>
/// What became of one entry, in the order in which they were sent; the problem is null where it is saved. Where the
/// result had changed, the one that stands comes along.
/// </summary>
public sealed record DecisionAnswer(
    Guid EnrollmentId,
    BoardDecision? Decision,
    FieldProblem? Problem,
    DecidedResult? Result = null
);

/// <summary>A computed result as a decision meets it.</summary>
public sealed record DecidedResult(Outcome Outcome, decimal? Mark, DateTimeOffset ComputedAt);

sealed class RecordDecisionsValidator : AbstractValidator<RecordDecisions>
{
    public RecordDecisionsValidator()
    {
        RuleFor(c => c.Entries)
            .Must(entries => entries is { Count: >= 1 and <= 5_000 })
            .WithMessage("Send 1 to 5,000 decisions at once.")
            .OverridePropertyName("decisions");
        RuleForEach(c => c.Entries)
            .ChildRules(entry =>
            {
                entry.RuleFor(e => e.Decision).IsInEnum();
                entry.RuleFor(e => e.DepartureReason).Prose(1_000);
            })
            .OverridePropertyName("decisions");
    }
}

sealed class RecordDecisionsHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<RecordDecisions, Result<DecisionsRecorded>>
{
    public async Task<Result<DecisionsRecorded>> Handle(RecordDecisions request, CancellationToken cancellationToken)
    {
        var opened = await DecisionBook.OpenAsync(
            db,
            audit,
            ids,
            request.MeetingId,
            context.Caller.Id,
            time.GetUtcNow(),
            cancellationToken
        );
        if (opened.Refusal is { } refusal)
            return refusal;

        var answers = new List<DecisionAnswer>(request.Entries.Count);
        foreach (var entry in request.Entries)
            answers.Add(await opened.Value.DecideAsync(entry, cancellationToken));

        audit.Record(
            "board.decided",
            request.MeetingId,
            new { Saved = answers.Count(a => a.Problem is null), Sent = answers.Count }
        );
        return new DecisionsRecorded(answers);
    }
}
