using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Designs;

/// <summary>Gives new certificates of a design's center this design. What was issued keeps the one it has.</summary>
/// <param name="Id">A published design.</param>
/// <param name="Course">The code of the course whose certificates get it; null: all that have no design of their own.</param>
[Requires(Permission.ManageCenters)]
public sealed record UseDesign(Guid Id, string? Course = null) : ICommand<DesignView>;

/// <summary>Takes back what <see cref="UseDesign"/> did; answers the center's designs.</summary>
/// <param name="CenterId">The center.</param>
/// <param name="Course">
/// The code of the course whose certificates get the center's design again; null: the center gets the built-in one.
/// </param>
[Requires(Permission.ManageCenters)]
public sealed record DropDesign(Guid CenterId, string? Course = null) : ICommand<IReadOnlyList<DesignSummary>>;

sealed class UseDesignHandler(Db db, AuditTrail audit)
    : IRequestHandler<UseDesign, Result<DesignView>>,
        IRequestHandler<DropDesign, Result<IReadOnlyList<DesignSummary>>>
{
    public async Task<Result<DesignView>> Handle(UseDesign request, CancellationToken cancellationToken)
    {
        var design = await DesignHandler.FindAsync(db, request.Id, cancellationToken);
        if (design is null)
            return Refusal.NotFound("design", request.Id);
        if (design.PublishedAt is null)
            return DesignErrors.NotPublished;
        if (await DesignSignatories.FindStrangersAsync(db, design, cancellationToken) is { } strangers)
            return strangers;

        var course = await CourseAsync(request.Course, cancellationToken);
        if (course.Refusal is { } unknown)
            return unknown;

        var row = new
        {
            design.CenterId,
            DesignId = design.Id,
            CourseId = course.Value,
        };
        await db.ExecuteAsync(row.CourseId is null ? Clear : ClearCourse, row, cancellationToken);
        await db.ExecuteAsync(row.CourseId is null ? Set : SetCourse, row, cancellationToken);
        audit.Record(
            "design.used",
            design.Id,
            new
            {
                design.CenterId,
                design.Number,
                request.Course,
            }
        );
        return (await DesignHandler.FindAsync(db, request.Id, cancellationToken))!;
    }

    public async Task<Result<IReadOnlyList<DesignSummary>>> Handle(
        DropDesign request,
        CancellationToken cancellationToken
    )
    {
        if (
            await db.FindAsync<CenterRow>(GetCenterHandler.ById, new { Id = request.CenterId }, cancellationToken)
            is null
        )
            return Refusal.NotFound("center", request.CenterId);

        var course = await CourseAsync(request.Course, cancellationToken);
        if (course.Refusal is { } unknown)
            return unknown;

        var row = new { request.CenterId, CourseId = course.Value };
        await db.ExecuteAsync(row.CourseId is null ? Clear : ClearCourse, row, cancellationToken);
        audit.Record("design.dropped", request.CenterId, new { request.Course });
        return Result<IReadOnlyList<DesignSummary>>.Of(
            await DesignHandler.ListAsync(db, request.CenterId, cancellationToken)
        );
    }

    /// <summary>The id of the course; null where none is named.</summary>
    async Task<Result<Guid?>> CourseAsync(string? code, CancellationToken token)
    {
        if (code is null)
            return Result<Guid?>.Of(null);
        return await db.FindAsync<CourseId>(CourseByCode, new { Code = code }, token) is { } course
            ? Result<Guid?>.Of(course.Id)
            : Refusal.NotFound("course", code);
    }

    sealed record CourseId
    {
        public Guid Id { get; init; }
    }

    internal static readonly Sql CourseByCode = new("SELECT Id FROM Courses WHERE Code = @Code");

    internal static readonly Sql Clear = new("DELETE FROM CenterDesigns WHERE CenterId = @CenterId");

    internal static readonly Sql ClearCourse = new(
        "DELETE FROM CourseDesigns WHERE CenterId = @CenterId AND CourseId = @CourseId"
    );

    internal static readonly Sql Set = new(
        "INSERT INTO CenterDesigns (CenterId, DesignId) VALUES (@CenterId, @DesignId)"
    );

    internal static readonly Sql SetCourse = new(
        "INSERT INTO CourseDesigns (CenterId, CourseId, DesignId) VALUES (@CenterId, @CourseId, @DesignId)"
    );
}
