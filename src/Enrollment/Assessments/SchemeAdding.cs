using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Assessments;

/// <summary>Adds the next scheme of a course version, sent or copied.</summary>
sealed class SchemeAdding(Db db, AuditTrail audit, Ids ids, TimeProvider time)
{
    /// <param name="courseVersionId">That gets the scheme.</param>
    /// <param name="f">What it holds; validated.</param>
    /// <param name="origin">What the audit trail says of where it came from.</param>
    /// <param name="token">Cancels.</param>
    internal async Task<Result<SchemeView>> AddAsync(
        Guid courseVersionId,
        SchemeFields f,
        object origin,
        CancellationToken token
    )
    {
        var last = await db.FindAsync<int?>(LastNumber, new { CourseVersionId = courseVersionId }, token);
        if (last is null)
            return Refusal.NotFound("course_version", courseVersionId);

        var row = new
        {
            Id = ids.New(),
            CourseVersionId = courseVersionId,
            Number = last + 1,
            f.Name,
            f.PassMark,
            f.MeritMark,
            f.DistinctionMark,
            f.Decimals,
            f.MinimumAttendance,
            Now = time.GetUtcNow(),
        };
        if (!await db.TryInsertAsync(Insert, row, token))
            return AssessmentErrors.SchemeAddedMeanwhile;

        await SchemeReader.InsertPartsAsync(db, row.Id, f, ids.New, token);
        audit.Record("scheme.created", row.Id, origin);
        return (await SchemeReader.LoadAsync(db, row.Id, token))!;
    }

    /// <summary>0 where the course version has no scheme yet; no row where there is no such version.</summary>
    internal static readonly Sql LastNumber = new(
        """
        SELECT COALESCE((SELECT MAX(s.Number) FROM Schemes s WHERE s.CourseVersionId = v.Id), 0)
        FROM CourseVersions v
        WHERE v.Id = @CourseVersionId
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO Schemes
            (Id, CourseVersionId, Number, Name, PassMark, MeritMark, DistinctionMark, Decimals, MinimumAttendance,
             Version, CreatedAt)
        VALUES
            (@Id, @CourseVersionId, @Number, @Name, @PassMark, @MeritMark, @DistinctionMark, @Decimals, @MinimumAttendance, 1,
             @Now)
        """
    );
}
