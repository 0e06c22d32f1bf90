using Enrollment.Data;

namespace Enrollment.Assessments.Appeals;

/// <summary>What a board does to upheld appeals, inside its own command: they wait until it has decided anew.</summary>
public static class AppealHearing
{
    /// <summary>Settles every appeal of the trainee that was upheld and waits for a board.</summary>
    internal static Task HearAsync(Db db, Guid enrollmentId, Guid meetingId, CancellationToken token) =>
        db.ExecuteAsync(Hear, new { EnrollmentId = enrollmentId, MeetingId = meetingId }, token);

    /// <summary>The meeting took its decision back: what it settled waits again.</summary>
    internal static Task TakeBackAsync(Db db, Guid enrollmentId, Guid meetingId, CancellationToken token) =>
        db.ExecuteAsync(TakeBack, new { EnrollmentId = enrollmentId, MeetingId = meetingId }, token);

    // The version stays: the trainee reads it, and a new one would tell of a decision before the release.
    internal static readonly Sql Hear = new(
        """
        UPDATE Appeals
        SET HeardInId = @MeetingId
        WHERE EnrollmentId = @EnrollmentId AND State IN ('Upheld', 'PartlyUpheld') AND HeardInId IS NULL
        """
    );

    internal static readonly Sql TakeBack = new(
        """
        UPDATE Appeals
        SET HeardInId = NULL
        WHERE EnrollmentId = @EnrollmentId AND HeardInId = @MeetingId
        """
    );
}
