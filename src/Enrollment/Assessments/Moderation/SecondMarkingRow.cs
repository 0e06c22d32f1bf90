using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Assessments.Moderation;

/// <summary>A mark with its second marking, whether it has begun or not.</summary>
sealed record SecondMarkingRow : MarkRow
{
    public string ComponentCode { get; init; } = "";
    public decimal MaximumMark { get; init; }
    public decimal? Tolerance { get; init; }
    public string EnrollmentState { get; init; } = "";

    /// <summary>The number of the sealed minutes that close the record; null: none do, or it wasn't asked for.</summary>
    public string? ClosedBy { get; init; }
    public Guid? SampleId { get; init; }
    public decimal? FirstValue { get; init; }
    public string? FirstMarker { get; init; }
    public decimal? SecondValue { get; init; }
    public string? SecondMarker { get; init; }
    public DateTimeOffset? SecondMarkedAt { get; init; }
    public decimal? ModeratedValue { get; init; }
    public string? Moderator { get; init; }
    public DateTimeOffset? ModeratedAt { get; init; }
    public string? Reason { get; init; }

    /// <summary>Of the second marking; 0 where it hasn't begun.</summary>
    public int MarkingVersion { get; init; }

    /// <summary>Why nothing can be marked any more; null where it can.</summary>
    internal Refusal? Closed =>
        AssessmentErrors.RecordClosed(EnrollmentState) is { } ended ? Refusal.Conflict(ended.Code, ended.Message)
        : ClosedBy is { } minutes ? AssessmentErrors.Of(AssessmentErrors.DecidedByBoard(minutes))
        : null;

    /// <summary>Whether there is a second marking to be told of.</summary>
    internal bool IsSecondMarked => Confirmation is not null || AwaitsSecondMark;

    internal SecondMarkingView View(Caller caller) =>
        new()
        {
            EnrollmentId = EnrollmentId,
            ComponentId = ComponentId,
            ComponentCode = ComponentCode,
            Attempt = Attempt,
            State = Confirmation ?? SecondMarkingState.Pending,
            Drawn = SampleId is not null,
            Value = IsHiddenFrom(caller) ? null : Value,
            FirstValue = FirstValue ?? (IsHiddenFrom(caller) ? null : Value),
            FirstMarker = FirstMarker ?? EnteredBy,
            SecondValue = SecondValue,
            SecondMarker = SecondMarker,
            SecondMarkedAt = SecondMarkedAt,
            ModeratedValue = ModeratedValue,
            Moderator = Moderator,
            ModeratedAt = ModeratedAt,
            Reason = Reason,
            Version = MarkingVersion,
        };

    /// <summary>Null where there is no such mark.</summary>
    internal static Task<SecondMarkingRow?> FindAsync(
        Db db,
        Guid enrollmentId,
        Guid componentId,
        int attempt,
        CancellationToken token
    ) =>
        db.FindAsync<SecondMarkingRow>(
            ByKey,
            new
            {
                EnrollmentId = enrollmentId,
                ComponentId = componentId,
                Attempt = attempt,
            },
            token
        );

    internal static readonly Sql ByKey = new(
        $"""
        SELECT m.EnrollmentId, m.ComponentId, m.Attempt, m.State, m.Value, m.SubmittedOn, m.EnteredBy, m.Version,
               c.Code AS ComponentCode, c.MaximumMark, c.Tolerance, c.SecondMarking, e.State AS EnrollmentState,
               s.State AS Confirmation, s.SampleId, s.FirstValue, s.FirstMarker, s.SecondValue, s.SecondMarker,
               s.SecondMarkedAt, s.ModeratedValue, s.Moderator, s.ModeratedAt, s.Reason,
               COALESCE(s.Version, 0) AS MarkingVersion, ({SealedDecisions.ClosedBy}) AS ClosedBy
        FROM Marks m
        JOIN Enrollments e ON e.Id = m.EnrollmentId
        JOIN SchemeComponents c ON c.Id = m.ComponentId
        LEFT JOIN SecondMarkings s
            ON s.EnrollmentId = m.EnrollmentId AND s.ComponentId = m.ComponentId AND s.Attempt = m.Attempt
        WHERE m.EnrollmentId = @EnrollmentId AND m.ComponentId = @ComponentId AND m.Attempt = @Attempt
        """
    );
}

/// <summary>The second marking of one mark.</summary>
public sealed record SecondMarkingView
{
    public Guid EnrollmentId { get; init; }
    public Guid ComponentId { get; init; }
    public string ComponentCode { get; init; } = "";
    public int Attempt { get; init; }
    public SecondMarkingState State { get; init; }

    /// <summary>Whether a sample drew it.</summary>
    public bool Drawn { get; init; }

    /// <summary>The mark as it stands, in the component's scale; null where it is hidden from the caller.</summary>
    public decimal? Value { get; init; }

    /// <summary>What the first marker gave; null where it is hidden from the caller until the second mark is in.</summary>
    public decimal? FirstValue { get; init; }
    public string FirstMarker { get; init; } = "";
    public decimal? SecondValue { get; init; }
    public string? SecondMarker { get; init; }
    public DateTimeOffset? SecondMarkedAt { get; init; }
    public decimal? ModeratedValue { get; init; }
    public string? Moderator { get; init; }
    public DateTimeOffset? ModeratedAt { get; init; }

    /// <summary>The moderator's.</summary>
    public string? Reason { get; init; }

    /// <summary>0 where nothing of it is stored yet.</summary>
    public int Version { get; init; }
}
