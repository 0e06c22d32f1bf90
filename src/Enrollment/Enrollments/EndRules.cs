using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.Enrollments;

/// <summary>How an early end is explained.</summary>
static class EndRules
{
    internal static IRuleBuilderOptions<T, string> EndReason<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(code => code is not null && EndReasons.All.Contains(code))
            .WithMessage($"Give one of the codes {EndReasons.Names}.");

    internal static IRuleBuilderOptions<T, string?> EndNote<T>(
        this IRuleBuilder<T, string?> rule,
        Func<T, string?> reason
    ) =>
        rule.Prose(1_000)
            .Must((request, note) => reason(request) != "other" || !string.IsNullOrWhiteSpace(note))
            .WithMessage("Where the reason is 'other', say which in 'note'.");
}
