using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.Assessments;

sealed class SchemeFieldsValidator : AbstractValidator<SchemeFields>
{
    public SchemeFieldsValidator()
    {
        RuleFor(s => s.Name).Text(200);
        RuleFor(s => s.PassMark).Hundredths(0, 100);
        RuleFor(s => s.MeritMark).Hundredths(0, 100);
        RuleFor(s => s.MeritMark)
            .Must((s, merit) => merit is null || merit >= s.PassMark)
            .WithMessage("The merit mark can't be below the pass mark.");
        RuleFor(s => s.DistinctionMark).Hundredths(0, 100);
        RuleFor(s => s.DistinctionMark)
            .Must((s, distinction) => distinction is null || distinction >= (s.MeritMark ?? s.PassMark))
            .WithMessage("The distinction mark can't be below the merit or pass mark.");
        RuleFor(s => s.Decimals).InclusiveBetween(0, 2);
        RuleFor(s => s.MinimumAttendance).Hundredths(0, 100);
        RuleFor(s => s.Groups)
            .NotEmpty()
            .Must(groups => groups is null || groups.Sum(g => g.Weight) == 100)
            .WithMessage("The weights of the groups must sum to 100.")
            .Must(groups => groups is null || Distinct(groups.Select(g => g.Code)))
            .WithMessage("Two groups have the same code.")
            .Must(groups => groups is null || Distinct(groups.SelectMany(g => g.Components ?? []).Select(c => c.Code)))
            .WithMessage("Two components have the same code; codes are unique within the whole scheme.")
            .Must(groups => groups is null || groups.Select((_, place) => place).All(place => Admits(groups, place)))
            .WithMessage("A group's afterGroup must be the code of a group before it that has a minimum mark.");
        RuleForEach(s => s.Groups).SetValidator(new GroupValidator());
    }

    static bool Distinct(IEnumerable<string> codes)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return codes.All(code => code is null || seen.Add(code));
    }

    /// <summary>Whether the group at the place names none, or one that can admit to it.</summary>
    static bool Admits(IReadOnlyList<SchemeGroup> groups, int place) =>
        groups[place].AfterGroup is not { } code
        || groups
            .Take(place)
            .Any(g => g.MinimumMark is not null && string.Equals(g.Code, code, StringComparison.Ordinal));

    sealed class GroupValidator : AbstractValidator<SchemeGroup>
    {
        public GroupValidator()
        {
            RuleFor(g => g.Code).Code();
            RuleFor(g => g.Name).Text(200);
            RuleFor(g => g.Weight).Hundredths(0, 100);
            RuleFor(g => g.MinimumMark).Hundredths(0, 100);
            RuleFor(g => g.Components)
                .NotEmpty()
                .Must(components => components is null || components.Sum(c => c.Weight) == 100)
                .WithMessage("The weights of a group's components must sum to 100.");
            RuleForEach(g => g.Components).SetValidator(new ComponentValidator());
        }
    }

    sealed class ComponentValidator : AbstractValidator<SchemeComponent>
    {
        public ComponentValidator()
        {
            RuleFor(c => c.Code).Code();
            RuleFor(c => c.Name).Text(200);
            RuleFor(c => c.Kind).IsInEnum();
            RuleFor(c => c.WhenMissing).IsInEnum();
            RuleFor(c => c.WhenMissing)
                .NotEqual(MissingRule.LeaveOut)
                .When(c => c.MustPass)
                .WithMessage("A component that must be passed can't be left out when its mark is missing.");
            RuleFor(c => c.Weight).Hundredths(0, 100);
            RuleFor(c => c.MaximumMark).Hundredths(0.01m, 10_000);
            RuleFor(c => c.PassMark).Hundredths(0, 100);
            RuleFor(c => c.PassMark)
                .NotNull()
                .When(c => c.MustPass)
                .WithMessage("A component that must be passed needs a pass mark.");
            RuleFor(c => c.Attempts).InclusiveBetween(1, 10);
            RuleFor(c => c.ResitCap).Hundredths(0, 100);
            RuleFor(c => c.SecondMarking).IsInEnum();
            RuleFor(c => c.Tolerance).Hundredths(0, 100);
            RuleFor(c => c.Tolerance)
                .Must((c, tolerance) => tolerance is null == (c.SecondMarking == SecondMarking.None))
                .WithMessage("A tolerance stands with second marking, and second marking needs one.");
            RuleFor(c => c.LatePenalty!).SetValidator(new LatePenaltyValidator()).When(c => c.LatePenalty is not null);
        }
    }

    sealed class LatePenaltyValidator : AbstractValidator<LatePenalty>
    {
        public LatePenaltyValidator()
        {
            RuleFor(p => p.PerDay).Hundredths(0.01m, 100);
            RuleFor(p => p.Floor).Hundredths(0, 100);
            RuleFor(p => p.CutOffDays).InclusiveBetween(1, 366);
        }
    }
}
