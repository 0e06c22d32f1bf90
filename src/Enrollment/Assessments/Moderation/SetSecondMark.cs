using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments.Moderation;

/// <summary>
/// Gives the second mark of a piece of work, blind to the first one. Within the tolerance their mean becomes the mark;
/// beyond it a moderator decides.
/// </summary>
[Requires(Permission.EnterMarks)]
public sealed record SetSecondMark(Guid EnrollmentId, Guid ComponentId, int Attempt, decimal Value)
    : ICommand<SecondMarkingView>,
        ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfEnrollment(EnrollmentId);
}

sealed class SetSecondMarkValidator : AbstractValidator<SetSecondMark>
{
    public SetSecondMarkValidator() => RuleFor(c => c.Attempt).InclusiveBetween(1, MarkBook.MostAttempts);
}

sealed class SetSecondMarkHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<SetSecondMark, Result<SecondMarkingView>>
{
    const string AgreedReason = "Second marking: the mean of both marks.";

    public async Task<Result<SecondMarkingView>> Handle(SetSecondMark request, CancellationToken cancellationToken)
    {
        var caller = context.Caller.Id;
        var mark = await FindAsync(request, cancellationToken);
        if (mark is null)
            return ModerationErrors.NoMark(request.ComponentId);
        if (mark.Closed is { } closed)
            return closed;
        if (mark is not { AwaitsSecondMark: true, State: MarkState.Marked, Value: { } first })
            return mark.SecondMarker is null ? ModerationErrors.NotAwaited : ModerationErrors.SecondMarkIn;
        if (string.Equals(mark.EnteredBy, caller, StringComparison.Ordinal))
            return ModerationErrors.SameMarker;
        var second = request.Value;
        if (second < 0 || second > mark.MaximumMark || decimal.Round(second, 2) != second)
        {
            var problem = AssessmentErrors.MarkOutOfRange("value", mark.MaximumMark);
            return Refusal.Rule(problem.Code, problem.Message, problem);
        }

        var agreed = MarkComparison.IsWithin(mark.Tolerance, first, second, mark.MaximumMark);
        var value = agreed ? MarkComparison.Mean(first, second) : first;
        var state = agreed ? SecondMarkingState.Agreed : SecondMarkingState.Disputed;
        var now = time.GetUtcNow();
        var book = new MarkBook(db, new Dictionary<Guid, SchemeComponent>(), caller, ids, now);
        await book.ConfirmAsync(mark, value, AgreedReason, cancellationToken);
        var row = new
        {
            mark.EnrollmentId,
            mark.ComponentId,
            mark.Attempt,
            State = state.ToString(),
            FirstValue = first,
            FirstMarker = mark.EnteredBy,
            SecondValue = second,
            SecondMarker = caller,
            Now = now,
            Version = mark.MarkingVersion,
        };
        if (mark.Confirmation is not null)
            await db.ChangeAsync(Update, row, "mark", cancellationToken);
        else if (!await db.TryInsertAsync(Insert, row, cancellationToken))
            throw new LostRaceException("mark");

        audit.Record(
            "mark.second-marked",
            mark.EnrollmentId,
            new
            {
                mark.ComponentId,
                mark.Attempt,
                First = first,
                Second = second,
                State = state,
            }
        );
        return (await FindAsync(request, cancellationToken))!.View(context.Caller);
    }

    Task<SecondMarkingRow?> FindAsync(SetSecondMark request, CancellationToken token) =>
        SecondMarkingRow.FindAsync(db, request.EnrollmentId, request.ComponentId, request.Attempt, token);

    internal static readonly Sql Insert = new(
        """
        INSERT INTO SecondMarkings
            (EnrollmentId, ComponentId, Attempt, State, FirstValue, FirstMarker, SecondValue, SecondMarker,
             SecondMarkedAt, CreatedAt, Version)
        VALUES
            (@EnrollmentId, @ComponentId, @Attempt, @State, @FirstValue, @FirstMarker, @SecondValue, @SecondMarker,
             @Now, @Now, 1)
        """
    );

    internal static readonly Sql Update = new(
        """
        UPDATE SecondMarkings
        SET State = @State, FirstValue = @FirstValue, FirstMarker = @FirstMarker, SecondValue = @SecondValue,
            SecondMarker = @SecondMarker, SecondMarkedAt = @Now, Version = Version + 1
        WHERE EnrollmentId = @EnrollmentId AND ComponentId = @ComponentId AND Attempt = @Attempt
          AND Version = @Version AND State = 'Pending'
        """
    );
}
