using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.Cohorts.Sessions;

/// <summary>What a person enters of a session. Times are what the clock shows in the cohort's zone.</summary>
public sealed record SessionFields
{
    /// <summary>1 to 200 characters.</summary>
    public required string Title { get; init; }

    /// <summary>The day on which it starts.</summary>
    public required DateOnly HeldOn { get; init; }

    /// <summary>In whole minutes. A time that the clock jumps over is the instant of the jump; of two the first counts.</summary>
    public required TimeOnly StartTime { get; init; }

    /// <summary>In whole minutes, at most 12 hours after the start; one before the start is on the next day.</summary>
    public required TimeOnly EndTime { get; init; }

    /// <summary>A room or an address, 1 to 200 characters.</summary>
    public string? Place { get; init; }

    /// <summary>Who teaches, 1 to 200 characters.</summary>
    public string? Instructor { get; init; }

    /// <summary>How long after the start a trainee who checks in is still present, not late: 0 to 120 minutes.</summary>
    public int GraceMinutes { get; init; } = 10;
}

sealed class SessionFieldsValidator : AbstractValidator<SessionFields>
{
    public SessionFieldsValidator()
    {
        RuleFor(f => f.Title).Text(200);
        RuleFor(f => f.HeldOn).Day();
        RuleFor(f => f.StartTime).Clock();
        RuleFor(f => f.EndTime).EndsAfter(f => f.StartTime);
        RuleFor(f => f.Place).OptionalText(200);
        RuleFor(f => f.Instructor).OptionalText(200);
        RuleFor(f => f.GraceMinutes).Grace();
    }
}

/// <summary>The rules that a session and a series of them share.</summary>
static class SessionRules
{
    static readonly TimeSpan longest = TimeSpan.FromHours(12);

    internal static IRuleBuilderOptions<T, TimeOnly> Clock<T>(this IRuleBuilder<T, TimeOnly> rule) =>
        rule.Must(IsWholeMinutes).WithMessage("Give a time of day in whole minutes, such as 09:30.");

    internal static IRuleBuilderOptions<T, TimeOnly> EndsAfter<T>(
        this IRuleBuilder<T, TimeOnly> rule,
        Func<T, TimeOnly> start
    ) =>
        rule.Clock()
            // The difference of two times of day runs over midnight.
            .Must((session, end) => end != start(session) && end - start(session) <= longest)
            .WithMessage(
                "Give an end after the start, at most 12 hours later; one before the start is on the next day."
            );

    internal static IRuleBuilderOptions<T, int> Grace<T>(this IRuleBuilder<T, int> rule) =>
        rule.InclusiveBetween(0, 120);

    static bool IsWholeMinutes(TimeOnly time) => time.Ticks % TimeSpan.TicksPerMinute == 0;
}
