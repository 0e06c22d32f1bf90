using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>Adds a scheme to a course version; to change a frozen one, create the next.</summary>
[Requires(Permission.ManageSchemes)]
public sealed record CreateScheme(Guid CourseVersionId, SchemeFields Fields) : ICommand<SchemeView>;

sealed class CreateSchemeValidator : AbstractValidator<CreateScheme>
{
    public CreateSchemeValidator() => RuleFor(c => c.Fields).SetValidator(new SchemeFieldsValidator());
}

sealed class CreateSchemeHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<CreateScheme, Result<SchemeView>>
{
    public async Task<Result<SchemeView>> Handle(CreateScheme request, CancellationToken cancellationToken)
    {
        var f = request.Fields;
        var last = await db.FindAsync<int?>(LastNumber, new { request.CourseVersionId }, cancellationToken);
        if (last is null)
            return Refusal.NotFound("course_version", request.CourseVersionId);

        var row = new
        {
            Id = ids.New(),
            request.CourseVersionId,
            Number = last + 1,
            f.Name,
            f.PassMark,
            f.MeritMark,
            f.DistinctionMark,
            f.Decimals,
            Now = time.GetUtcNow(),
        };
        if (!await db.TryInsertAsync(Insert, row, cancellationToken))
            return AssessmentErrors.SchemeAddedMeanwhile;

        await SchemeReader.InsertPartsAsync(db, row.Id, f, ids.New, cancellationToken);
        audit.Record("scheme.created", row.Id, request);
        return (await SchemeReader.LoadAsync(db, row.Id, cancellationToken))!;
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
            (Id, CourseVersionId, Number, Name, PassMark, MeritMark, DistinctionMark, Decimals, Version, CreatedAt)
        VALUES
            (@Id, @CourseVersionId, @Number, @Name, @PassMark, @MeritMark, @DistinctionMark, @Decimals, 1, @Now)
        """
    );
}
