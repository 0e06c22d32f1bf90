using Enrollment.Accounts;
using Enrollment.Pipeline;
using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>What a scheme, stored or not, would make of a made-up trainee's marks. Nothing is written.</summary>
[Requires(Permission.ManageSchemes)]
public sealed record PreviewResult(SchemeFields Scheme, MadeUpTrainee Trainee, string? Language)
    : IQuery<PreviewedResult>;

public sealed record MadeUpTrainee
{
    public IReadOnlyList<MadeUpMark> Marks { get; init; } = [];

    /// <summary>Percentage of sessions attended, 0 to 100; left out: not recorded.</summary>
    public decimal? Attendance { get; init; }
}

public sealed record MadeUpMark
{
    /// <summary>Code of the component.</summary>
    public required string Component { get; init; }
    public int Attempt { get; init; } = 1;
    public MarkState State { get; init; }
    public decimal? Value { get; init; }

    /// <summary>Started days, 0 to 3,660.</summary>
    public int DaysLate { get; init; }
}

public sealed record PreviewedResult(ResultExplanation Explanation, IReadOnlyList<ExplanationLine> Lines);

sealed class PreviewResultValidator : AbstractValidator<PreviewResult>
{
    public PreviewResultValidator()
    {
        RuleFor(q => q.Scheme).SetValidator(new SchemeFieldsValidator());
        RuleFor(q => q.Trainee.Attendance).Hundredths(0, 100).OverridePropertyName("trainee.attendance");
        RuleFor(q => q.Trainee.Marks)
            .Must(marks => marks is { Count: <= 1_000 })
            .WithMessage("Give at most 1,000 marks.")
            .OverridePropertyName("trainee.marks");
        RuleForEach(q => q.Trainee.Marks)
            .ChildRules(mark =>
            {
                mark.RuleFor(m => m.State).IsInEnum();
                mark.RuleFor(m => m.DaysLate).InclusiveBetween(0, 3_660);
                mark.RuleFor(m => m.Attempt).InclusiveBetween(1, 20);
                mark.RuleFor(m => m.Value)
                    .Must(
                        (m, value) => value is not null == m.State is MarkState.Marked || m.State is MarkState.Withheld
                    )
                    .WithMessage("A value stands with Marked, and may stand with Withheld.");
            })
            .OverridePropertyName("trainee.marks");
    }

    /// <summary>
    /// Where fields must be corrected anyway, marks that don't fit the scheme are named with them, so far as that can be
    /// told.
    /// </summary>
    public override ValidationResult Validate(ValidationContext<PreviewResult> context)
    {
        var result = base.Validate(context);
        if (
            result.IsValid
            || context.InstanceToValidate is not { Scheme.Groups: not null, Trainee.Marks: { } marks } query
        )
            return result;

        foreach (var problem in PreviewResultHandler.Problems(query.Scheme, marks))
        {
            result.Errors.Add(new ValidationFailure(problem.Field, problem.Message) { ErrorCode = problem.Code });
        }

        return result;
    }
}

sealed class PreviewResultHandler : IRequestHandler<PreviewResult, Result<PreviewedResult>>
{
    public Task<Result<PreviewedResult>> Handle(PreviewResult request, CancellationToken cancellationToken)
    {
        if (Problems(request.Scheme, request.Trainee.Marks).ToArray() is { Length: > 0 } found)
        {
            return Task.FromResult<Result<PreviewedResult>>(
                Refusal.Rule("mark_does_not_fit", "A mark doesn't fit the scheme.", found)
            );
        }

        // A scheme that isn't stored has no ids yet; any will do.
        var scheme = request.Scheme with
        {
            Groups =
            [
                .. request.Scheme.Groups.Select(
                    (group, g) =>
                        group with
                        {
                            Components = [.. group.Components.Select((c, place) => c with { Id = Numbered(g, place) })],
                        }
                ),
            ],
        };
        var marks = request.Trainee.Marks.Select(m => new Mark(
            Component(scheme, m.Component)!.Id,
            m.Attempt,
            m.State,
            m.Value
        )
        {
            DaysLate = m.DaysLate,
        });
        var explanation = ResultCalculator.Compute(scheme, marks, request.Trainee.Attendance).Explanation;
        var lines = ExplanationWords.In(request.Language).Lines(explanation);
        return Task.FromResult<Result<PreviewedResult>>(new PreviewedResult(explanation, lines));
    }

    /// <summary>The marks that don't fit the scheme.</summary>
    internal static IEnumerable<FieldProblem> Problems(SchemeFields scheme, IEnumerable<MadeUpMark> marks) =>
        marks.Select((mark, place) => Problem(scheme, mark, place)).OfType<FieldProblem>();

    static FieldProblem? Problem(SchemeFields scheme, MadeUpMark mark, int place)
    {
        var path = $"trainee.marks[{place}]";
        if (Component(scheme, mark.Component) is not { } component)
        {
            var message = $"The scheme has no component '{mark.Component}'.";
            return new FieldProblem($"{path}.component", "component_not_in_scheme", message);
        }

        return
            mark.Value is { } value && (value < 0 || value > component.MaximumMark || decimal.Round(value, 2) != value)
            ? AssessmentErrors.MarkOutOfRange($"{path}.value", component.MaximumMark)
            : null;
    }

    static SchemeComponent? Component(SchemeFields scheme, string code) =>
        scheme
            .Groups.SelectMany(group => group.Components ?? [])
            .FirstOrDefault(c => string.Equals(c.Code, code, StringComparison.OrdinalIgnoreCase));

    static Guid Numbered(int group, int component) => new(group + 1, 0, 0, BitConverter.GetBytes((long)component));
}
