using Enrollment.Accounts;
using Enrollment.Assessments.Moderation;

namespace Enrollment.Assessments;

/// <summary>A mark as stored, with what second marking makes of it (rule 17).</summary>
record MarkRow
{
    public Guid EnrollmentId { get; init; }
    public Guid ComponentId { get; init; }
    public int Attempt { get; init; }
    public MarkState State { get; init; }
    public decimal? Value { get; init; }
    public DateOnly? SubmittedOn { get; init; }

    /// <summary>Id of the caller who wrote it last.</summary>
    public string EnteredBy { get; init; } = "";
    public int Version { get; init; }
    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>What the component asks for.</summary>
    public SecondMarking SecondMarking { get; set; }

    /// <summary>Null where nobody has begun: a sample hasn't drawn it, or the first mark was never confirmed yet.</summary>
    public SecondMarkingState? Confirmation { get; set; }

    /// <summary>Whether a second marker has yet to mark the work, who mustn't know the value till then.</summary>
    internal bool AwaitsSecondMark =>
        Value is not null
        && (Confirmation == SecondMarkingState.Pending || (Confirmation is null && SecondMarking == SecondMarking.All));

    /// <summary>Whether two markers differ so that a moderator decides.</summary>
    internal bool AwaitsModeration => Value is not null && Confirmation == SecondMarkingState.Disputed;

    /// <summary>Whether it gives no result yet.</summary>
    internal bool IsUnconfirmed => State == MarkState.Marked && (AwaitsSecondMark || AwaitsModeration);

    /// <summary>
    /// Whether a sample may draw it yet, or its extension. Once it is released, nobody is blind to it any more.
    /// </summary>
    bool MayBeDrawn =>
        Value is not null && Confirmation is null && SecondMarking == SecondMarking.Sample && ReleasedAt is null;

    /// <summary>Whether the caller mustn't learn the value nor anything of how it came about.</summary>
    internal bool IsHiddenFrom(Caller caller) => IsHiddenFrom(caller.Id, IsBlind(caller));

    /// <param name="callerId">Who reads.</param>
    /// <param name="blind">Whether the reader may be asked for the second mark of what a sample draws.</param>
    internal bool IsHiddenFrom(string callerId, bool blind) =>
        (AwaitsSecondMark || (blind && MayBeDrawn)) && !string.Equals(EnteredBy, callerId, StringComparison.Ordinal);

    /// <summary>Instructors give second marks, and so mustn't see what may be drawn for one; registrars draw the sample.</summary>
    internal static bool IsBlind(Caller caller) => caller.Role == Role.Instructor;

    /// <summary>The row once the entry is written over one with this confirmation and value.</summary>
    internal static MarkRow After(
        MarkEntry entry,
        int version,
        string writer,
        SecondMarking secondMarking,
        SecondMarkingState? confirmation,
        decimal? value
    ) =>
        new()
        {
            EnrollmentId = entry.EnrollmentId,
            ComponentId = entry.ComponentId,
            Attempt = entry.Attempt,
            State = entry.State,
            Value = entry.Value,
            SubmittedOn = entry.SubmittedOn,
            EnteredBy = writer,
            Version = version,
            SecondMarking = secondMarking,
            Confirmation = confirmation is not null && value != entry.Value ? SecondMarkingState.Pending : confirmation,
        };
}
