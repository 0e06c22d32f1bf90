namespace Enrollment.Assessments;

/// <summary>What a board should know before it decides as computed.</summary>
public enum AgendaFlag
{
    /// <summary>
    /// By the meeting's margin or less the unrounded mark lies below a boundary, or what was failed (a group's minimum, a part
    /// that must be passed, attendance) below what it demands.
    /// </summary>
    Borderline,

    /// <summary>There is no complete result.</summary>
    Incomplete,

    /// <summary>A mark that is needed was never entered.</summary>
    Missing,

    /// <summary>A mark is withheld.</summary>
    Withheld,

    /// <summary>The trainee was absent with cause, and it isn't made up.</summary>
    Absent,

    /// <summary>A mark, a deadline or an extension has changed since the result was computed: compute again.</summary>
    Stale,

    /// <summary>An earlier board let the trainee resit.</summary>
    Resit,

    /// <summary>An earlier board left the decision to a later one.</summary>
    Deferred,

    /// <summary>An appeal was upheld, and no board has decided since.</summary>
    AppealUpheld,

    /// <summary>The computed outcome is neither what the standing decision was made on nor what it says.</summary>
    ResultChanged,
}

/// <summary>A trainee whom a board decides on, and the computed result that it sees.</summary>
public sealed record AgendaRow
{
    public required Guid EnrollmentId { get; init; }
    public required Guid PersonId { get; init; }

    /// <summary>Within the cohort, from 1 on.</summary>
    public required int TraineeNumber { get; init; }
    public required string PersonName { get; init; }
    public required Outcome Outcome { get; init; }

    /// <summary>Percentage, rounded by the scheme.</summary>
    public decimal? Mark { get; init; }

    /// <summary>Percentage before rounding, cut to six decimals.</summary>
    public decimal? Unrounded { get; init; }

    /// <summary>The class whose boundary is the next one above the unrounded mark; null above the highest.</summary>
    public Outcome? NextClass { get; init; }

    /// <summary>How many points the unrounded mark lies below that boundary.</summary>
    public decimal? Below { get; init; }

    /// <summary>What was failed besides the result as a whole, with what it came to and what was demanded.</summary>
    public required IReadOnlyList<ResultReason> Misses { get; init; }

    /// <summary>To be sent with the decision, which is then refused if the result is another one by then.</summary>
    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>The decision that stands; null where none was made.</summary>
    public BoardDecision? Decision { get; init; }

    /// <summary>Empty where nothing speaks against deciding as computed.</summary>
    public required IReadOnlyList<AgendaFlag> Flags { get; init; }
}

/// <summary>What the register knows about a trainee of a cohort on a board's agenda.</summary>
public record AgendaFacts
{
    public Guid EnrollmentId { get; init; }
    public Guid PersonId { get; init; }
    public int TraineeNumber { get; init; }
    public string PersonName { get; init; } = "";

    /// <summary>Null: nothing was computed.</summary>
    public Outcome? Outcome { get; init; }
    public decimal? Mark { get; init; }
    public long? UnroundedMillionths { get; init; }
    public DateTimeOffset? ComputedAt { get; init; }

    /// <summary>What decided, as the calculator has it; empty where nothing was computed.</summary>
    public IReadOnlyList<ResultReason> Reasons { get; init; } = [];
    public decimal? PassMark { get; init; }
    public decimal? MeritMark { get; init; }
    public decimal? DistinctionMark { get; init; }

    /// <summary>The decision that stands, the outcome that it was made on, and the meeting that made it.</summary>
    public BoardDecision? Decision { get; init; }
    public Outcome? DecidedOn { get; init; }
    public Guid? MeetingId { get; init; }

    public bool AppealUpheld { get; init; }
    public bool Stale { get; init; }
    public bool Missing { get; init; }
    public bool Withheld { get; init; }
    public bool Absent { get; init; }
}

/// <summary>Who is on a board's agenda, in which order and with which flags (rules 15 and 20): a pure function.</summary>
public static class Agenda
{
    /// <summary>
    /// Borderline results first, the closest one on top; then incomplete ones, then stale ones, then the rest, each by
    /// name.
    /// </summary>
    /// <param name="meetingId">Whose agenda; what it has decided itself isn't on it any more.</param>
    /// <param name="margin">Points below a boundary, 0 to 10.</param>
    /// <param name="trainees">Those whom a board can decide on.</param>
    public static IReadOnlyList<AgendaRow> Of(Guid meetingId, decimal margin, IEnumerable<AgendaFacts> trainees) =>
        [
            .. trainees
                .Where(facts => IsOpen(facts, meetingId))
                .Select(facts => Row(facts, margin))
                .OrderBy(Rank)
                .ThenBy(row => Rank(row) == 0 ? Nearest(row) : 0)
                .ThenBy(row => row.PersonName, StringComparer.InvariantCulture)
                .ThenBy(row => row.EnrollmentId),
        ];

    static bool IsOpen(AgendaFacts facts, Guid meetingId) =>
        facts.Outcome is not null
        && (
            facts.Decision is not { } decision
            || facts.AppealUpheld
            || HasChanged(facts)
            || (!decision.IsFinal() && facts.MeetingId != meetingId)
        );

    static bool HasChanged(AgendaFacts facts) =>
        facts.Decision is { } decision && decision.IsContradicted(facts.DecidedOn, facts.Outcome);

    static AgendaRow Row(AgendaFacts facts, decimal margin)
    {
        var unrounded = facts.UnroundedMillionths / 1_000_000m;
        var next = NextBoundary(facts, unrounded);
        var row = new AgendaRow
        {
            EnrollmentId = facts.EnrollmentId,
            PersonId = facts.PersonId,
            TraineeNumber = facts.TraineeNumber,
            PersonName = facts.PersonName,
            Outcome = facts.Outcome!.Value,
            Mark = facts.Mark,
            Unrounded = unrounded,
            NextClass = next?.Class,
            Below = next?.Mark - unrounded,
            ComputedAt = facts.ComputedAt!.Value,
            Decision = facts.Decision,
            Misses = facts.Outcome == Outcome.Fail ? [.. facts.Reasons.Where(IsMiss)] : [],
            Flags = [],
        };
        return row with { Flags = [.. Flags(facts, Nearest(row) <= margin)] };
    }

    /// <summary>Who isn't admitted missed another group's minimum, which stands there for itself.</summary>
    static bool IsMiss(ResultReason reason) =>
        reason.Code
            is ReasonCode.ComponentNotPassed
                or ReasonCode.GroupBelowMinimum
                or ReasonCode.AttendanceBelowMinimum;

    /// <summary>
    /// How many points the trainee lies below the nearest of all that more would have reached: one near miss makes a board
    /// look, whatever else was missed.
    /// </summary>
    static decimal? Nearest(AgendaRow row) =>
        row.Misses.Select(miss => miss.Limit - miss.Value).Append(row.Below).Min();

    static (Outcome Class, decimal Mark)? NextBoundary(AgendaFacts facts, decimal? unrounded)
    {
        (Outcome Class, decimal? Mark)[] boundaries =
        [
            (Outcome.Pass, facts.PassMark),
            (Outcome.Merit, facts.MeritMark),
            (Outcome.Distinction, facts.DistinctionMark),
        ];
        foreach (var (name, mark) in boundaries)
        {
            if (mark > unrounded)
                return (name, mark.Value);
        }

        return null;
    }

    static IEnumerable<AgendaFlag> Flags(AgendaFacts facts, bool isClose)
    {
        var incomplete = facts.Outcome == Outcome.Incomplete;
        (AgendaFlag Flag, bool Holds)[] all =
        [
            (AgendaFlag.Borderline, isClose && !incomplete),
            (AgendaFlag.Incomplete, incomplete),
            (AgendaFlag.Missing, incomplete && facts.Missing),
            (AgendaFlag.Withheld, incomplete && facts.Withheld),
            (AgendaFlag.Absent, incomplete && facts.Absent),
            (AgendaFlag.Stale, facts.Stale),
            (AgendaFlag.Resit, facts.Decision == BoardDecision.Resit),
            (AgendaFlag.Deferred, facts.Decision == BoardDecision.Defer),
            (AgendaFlag.AppealUpheld, facts.AppealUpheld),
            (AgendaFlag.ResultChanged, HasChanged(facts)),
        ];
        return all.Where(entry => entry.Holds).Select(entry => entry.Flag);
    }

    static int Rank(AgendaRow row) =>
        row.Flags.Contains(AgendaFlag.Borderline) ? 0
        : row.Flags.Contains(AgendaFlag.Incomplete) ? 1
        : row.Flags.Contains(AgendaFlag.Stale) ? 2
        : 3;
}
