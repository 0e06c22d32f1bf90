namespace Enrollment.Assessments;

public enum MeetingKind
{
    /// <summary>A board that sees the computed results and gives a reason where it departs from one.</summary>
    Board,

    /// <summary>Decisions that another institution made by its own rules, brought in as it recorded them.</summary>
    Recorded,
}

public enum AttendeeRole
{
    Chair,
    Member,

    /// <summary>Keeps the minutes; doesn't decide.</summary>
    Secretary,

    /// <summary>An examiner from elsewhere, who decides as a member does.</summary>
    External,
}

public static class AttendeeRoleFacts
{
    /// <summary>Whether the attendee counts towards the quorum.</summary>
    public static bool Decides(this AttendeeRole role) => role != AttendeeRole.Secretary;
}

/// <summary>Who was at a meeting: a name of 1 to 200 characters, as the minutes print it.</summary>
public sealed record Attendee
{
    public required string Name { get; init; }
    public required AttendeeRole Role { get; init; }
}

/// <summary>A board's meeting and its minutes.</summary>
public record MeetingView
{
    public Guid Id { get; init; }
    public Guid CenterId { get; init; }
    public string MinutesNumber { get; init; } = "";
    public DateOnly HeldOn { get; init; }
    public MeetingKind Kind { get; init; }

    /// <summary>A result this many points or fewer below a boundary is shown to the board as borderline, 0 to 10.</summary>
    public decimal Margin { get; init; }

    /// <summary>How many who decide must have been there; null: no number is demanded.</summary>
    public int? Quorum { get; init; }
    public string? Remarks { get; init; }

    /// <summary>When the minutes were closed; certificates are issued on sealed minutes only.</summary>
    public DateTimeOffset? SealedAt { get; init; }
    public int Decisions { get; init; }
    public int Version { get; init; }
}

/// <summary>A meeting with those who were there and the cohorts that it decides on.</summary>
public sealed record MeetingDetails : MeetingView
{
    /// <summary>In the order in which they were entered.</summary>
    public IReadOnlyList<Attendee> Attendees { get; init; } = [];

    /// <summary>Empty: the meeting may decide on every cohort of its center, and has no agenda.</summary>
    public IReadOnlyList<MeetingCohort> Cohorts { get; init; } = [];
}

public sealed record MeetingCohort
{
    public Guid CohortId { get; init; }
    public string Code { get; init; } = "";
    public string CourseTitle { get; init; } = "";
}
