using Enrollment.Cohorts;
using Enrollment.Pipeline;

namespace Enrollment.Assessments.Deadlines;

/// <summary>On which day work was handed in, by the calendar of the cohort's zone (rule 16).</summary>
static class SubmissionDay
{
    /// <summary>The entry with its day of submission, or why there is none to be told.</summary>
    internal static (MarkEntry Entry, FieldProblem? Problem) Of(MarkEntry entry, string timeZone, DateTimeOffset now)
    {
        if (entry.SubmittedOn is { Year: < 1900 or > 2999 })
            return (entry, DeadlineErrors.SubmissionUnplaceable("submittedOn"));
        if (entry.SubmittedOn > LocalDay.Of(now, timeZone))
            return (entry, DeadlineErrors.SubmissionInFuture("submittedOn"));
        if (entry.SubmittedAt is not { } at)
            return (entry, null);
        // A day within the bounds, so that every zone has a neighboring day for it.
        if (at.UtcDateTime.Year is < 1901 or > 2998)
            return (entry, DeadlineErrors.SubmissionUnplaceable("submittedAt"));
        if (at > now)
            return (entry, DeadlineErrors.SubmissionInFuture("submittedAt"));

        var day = LocalDay.Of(at, timeZone);
        return entry.SubmittedOn is { } given && given != day
            ? (entry, DeadlineErrors.SubmissionDiffers)
            : (entry with { SubmittedOn = day }, null);
    }
}
