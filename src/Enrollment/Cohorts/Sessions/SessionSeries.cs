using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.Cohorts.Sessions;

/// <summary>A timetable: sessions on the same weekdays at the same times.</summary>
public sealed record SessionSeries
{
    /// <summary>The most sessions that one series makes.</summary>
    public const int Most = 400;

    /// <summary>Of each session, 1 to 200 characters.</summary>
    public required string Title { get; init; }

    /// <summary>1 to 7, none twice.</summary>
    public required IReadOnlyList<DayOfWeek> Weekdays { get; init; }

    /// <summary>1 to 10 on each of these days.</summary>
    public required IReadOnlyList<SessionSpan> Times { get; init; }

    /// <summary>The first day that may have sessions.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last one, at most 1,100 days after the first.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Holidays and other days without sessions, up to 400.</summary>
    public IReadOnlyList<DateOnly> Skipped { get; init; } = [];
    public string? Place { get; init; }
    public string? Instructor { get; init; }

    /// <summary>0 to 120.</summary>
    public int GraceMinutes { get; init; } = 10;

    /// <summary>The sessions in the order of time.</summary>
    public IEnumerable<SessionFields> Sessions()
    {
        for (var day = From; day <= To; day = day.AddDays(1))
        {
            if (!Weekdays.Contains(day.DayOfWeek) || Skipped.Contains(day))
                continue;

            foreach (var span in Times.OrderBy(times => times.StartTime))
            {
                yield return new SessionFields
                {
                    Title = Title,
                    HeldOn = day,
                    StartTime = span.StartTime,
                    EndTime = span.EndTime,
                    Place = Place,
                    Instructor = Instructor,
                    GraceMinutes = GraceMinutes,
                };
            }
        }
    }
}

/// <summary>As the clock shows it in the cohort's zone, in whole minutes; an end before the start is on the next day.</summary>
public sealed record SessionSpan
{
    public required TimeOnly StartTime { get; init; }

    /// <summary>At most 12 hours after the start.</summary>
    public required TimeOnly EndTime { get; init; }
}

sealed class SessionSeriesValidator : AbstractValidator<SessionSeries>
{
    const int MostDays = 1_100;

    public SessionSeriesValidator()
    {
        RuleFor(s => s.Title).Text(200);
        RuleFor(s => s.Weekdays)
            .Must(days => days is { Count: >= 1 } && days.Distinct().Count() == days.Count)
            .WithMessage("Name one weekday or several, each once.");
        RuleForEach(s => s.Weekdays).IsInEnum();
        RuleFor(s => s.Times)
            .Must(times =>
                times is { Count: >= 1 and <= 10 } && times.DistinctBy(t => t.StartTime).Count() == times.Count
            )
            .WithMessage("Give 1 to 10 times, each with a start of its own.");
        RuleForEach(s => s.Times)
            .ChildRules(span =>
            {
                span.RuleFor(t => t.StartTime).Clock();
                span.RuleFor(t => t.EndTime).EndsAfter(t => t.StartTime);
            });
        RuleFor(s => s.From).Day();
        RuleFor(s => s.To)
            .Day()
            .Must((series, to) => to >= series.From && to.DayNumber - series.From.DayNumber <= MostDays)
            .WithMessage($"Give a day from 'from' on, at most {MostDays} days later.");
        RuleFor(s => s.Skipped)
            .Must(days => days.Count <= SessionSeries.Most)
            .WithMessage($"Skip at most {SessionSeries.Most} days.");
        RuleFor(s => s.Place).OptionalText(200);
        RuleFor(s => s.Instructor).OptionalText(200);
        RuleFor(s => s.GraceMinutes).Grace();
    }
}
