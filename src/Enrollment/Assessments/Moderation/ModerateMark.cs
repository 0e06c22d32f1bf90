using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments.Moderation;

/// <summary>
/// Decides between two markers who differ beyond the tolerance. <paramref name="Version"/> is the version of the second
/// marking that the caller saw, or null.
/// </summary>
[Requires(Permission.ModerateMarks)]
public sealed record ModerateMark(Guid EnrollmentId, Guid ComponentId, int? Version, ModeratedMark Fields)
    : ICommand<SecondMarkingView>;

public sealed record ModeratedMark
{
    public int Attempt { get; init; } = 1;

    /// <summary>In the component's scale with at most two decimals; need not lie between both marks.</summary>
    public required decimal Value { get; init; }

    /// <summary>1 to 1,000 characters.</summary>
    public required string Reason { get; init; }
}

sealed class ModerateMarkValidator : AbstractValidator<ModerateMark>
{
    public ModerateMarkValidator()
    {
        RuleFor(c => c.Fields.Attempt).InclusiveBetween(1, MarkBook.MostAttempts);
        RuleFor(c => c.Fields.Reason).NotEmpty().Prose(1_000);
    }
}

sealed class ModerateMarkHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<ModerateMark, Result<SecondMarkingView>>
{
    public async Task<Result<SecondMarkingView>> Handle(ModerateMark request, CancellationToken cancellationToken)
    {
        var caller = context.Caller.Id;
        var mark = await FindAsync(request, cancellationToken);
        if (mark is null)
            return ModerationErrors.NoMark(request.ComponentId);
        if (mark.Closed is { } closed)
            return closed;
        if (request.Version is { } seen && seen != mark.MarkingVersion)
            return Refusal.Stale("second_marking");
        if (!mark.AwaitsModeration || mark.State != MarkState.Marked)
            return ModerationErrors.NotDisputed;
        if (new[] { mark.EnteredBy, mark.FirstMarker, mark.SecondMarker }.Contains(caller, StringComparer.Ordinal))
            return ModerationErrors.ModeratorMarked;
        var value = request.Fields.Value;
        if (value < 0 || value > mark.MaximumMark || decimal.Round(value, 2) != value)
        {
            var problem = AssessmentErrors.MarkOutOfRange("value", mark.MaximumMark);
            return Refusal.Rule(problem.Code, problem.Message, problem);
        }

        var now = time.GetUtcNow();
        var book = new MarkBook(db, new Dictionary<Guid, SchemeComponent>(), caller, ids, now);
        await book.ConfirmAsync(mark, value, request.Fields.Reason, cancellationToken);
        var row = new
        {
            mark.EnrollmentId,
            mark.ComponentId,
            mark.Attempt,
            Value = value,
            Moderator = caller,
            Now = now,
            request.Fields.Reason,
            Version = mark.MarkingVersion,
        };
        await db.ChangeAsync(Update, row, "second_marking", cancellationToken);
        audit.Record(
            "mark.moderated",
            mark.EnrollmentId,
            new
            {
                mark.ComponentId,
                mark.Attempt,
                First = mark.FirstValue,
                Second = mark.SecondValue,
                Value = value,
                request.Fields.Reason,
            }
        );
        return (await FindAsync(request, cancellationToken))!.View(context.Caller);
    }

    Task<SecondMarkingRow?> FindAsync(ModerateMark request, CancellationToken token) =>
        SecondMarkingRow.FindAsync(db, request.EnrollmentId, request.ComponentId, request.Fields.Attempt, token);

    internal static readonly Sql Update = new(
        """
        UPDATE SecondMarkings
        SET State = 'Moderated', ModeratedValue = @Value, Moderator = @Moderator, ModeratedAt = @Now, Reason = @Reason,
            Version = Version + 1
        WHERE EnrollmentId = @EnrollmentId AND ComponentId = @ComponentId AND Attempt = @Attempt
          AND Version = @Version AND State = 'Disputed'
        """
    );
}
