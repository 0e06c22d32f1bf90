using Enrollment.Accounts;

namespace Enrollment.Assessments.Moderation;

/// <summary>
/// Which trainees have values that await a second marker or a moderator, as <see cref="MarkRow.AwaitsSecondMark"/> and
/// <see cref="MarkRow.AwaitsModeration"/> say of one mark.
/// </summary>
static class UnconfirmedMarks
{
    /// <summary>Counts those of the enrollment that the statement around it calls e.</summary>
    internal const string Count = """
        SELECT COUNT(*)
        FROM Marks um
        JOIN SchemeComponents uc ON uc.Id = um.ComponentId
        LEFT JOIN SecondMarkings us
            ON us.EnrollmentId = um.EnrollmentId AND us.ComponentId = um.ComponentId AND us.Attempt = um.Attempt
        WHERE um.EnrollmentId = e.Id AND um.Value IS NOT NULL
          AND (us.State IN ('Pending', 'Disputed') OR (us.State IS NULL AND uc.SecondMarking = 'All'))
        """;

    /// <summary>
    /// Counts those of the enrollment e that a sample may draw yet and that others entered than @Blind, who may be asked for
    /// the second mark; none where @Blind is null.
    /// </summary>
    internal const string Drawable = """
        SELECT COUNT(*)
        FROM Marks bm
        JOIN SchemeComponents bc ON bc.Id = bm.ComponentId
        WHERE bm.EnrollmentId = e.Id AND bm.Value IS NOT NULL AND bm.ReleasedAt IS NULL AND bm.EnteredBy <> @Blind
          AND bc.SecondMarking = 'Sample'
          AND NOT EXISTS (SELECT 1 FROM SecondMarkings bs
                          WHERE bs.EnrollmentId = bm.EnrollmentId AND bs.ComponentId = bm.ComponentId
                            AND bs.Attempt = bm.Attempt)
        """;

    /// <summary>The id of a reader who may be asked for second marks, as statements with <see cref="Drawable"/> take it.</summary>
    internal static string? Blind(Caller reader) => MarkRow.IsBlind(reader) ? reader.Id : null;
}
