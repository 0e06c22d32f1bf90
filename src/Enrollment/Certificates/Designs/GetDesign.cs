using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Designs;

/// <summary>A design with all of its content.</summary>
[Requires(Permission.ReadCertificates)]
public sealed record GetDesign(Guid Id) : IQuery<DesignView>;

/// <summary>A center's designs in the order of their numbers, without their content.</summary>
[Requires(Permission.ReadCertificates)]
public sealed record ListDesigns(Guid CenterId) : IQuery<IReadOnlyList<DesignSummary>>;

public sealed record DesignView
{
    public required Guid Id { get; init; }
    public required Guid CenterId { get; init; }

    /// <summary>Within the center, from 1.</summary>
    public required int Number { get; init; }
    public required string Name { get; init; }
    public required CertificateDesign Design { get; init; }

    /// <summary>Null: a draft, which may change.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Whether the center's new certificates get it, but for courses with a design of their own.</summary>
    public required bool InUse { get; init; }

    /// <summary>Codes of the courses whose new certificates of the center get it.</summary>
    public required IReadOnlyList<string> Courses { get; init; }
    public required int Version { get; init; }
}

public sealed record DesignSummary
{
    public Guid Id { get; init; }
    public int Number { get; init; }
    public string Name { get; init; } = "";
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Whether the center's new certificates get it, but for courses with a design of their own.</summary>
    public bool InUse { get; init; }

    /// <summary>Codes of the courses whose new certificates of the center get it.</summary>
    public IReadOnlyList<string> Courses { get; init; } = [];
    public int Version { get; init; }
}

sealed class DesignHandler(Db db)
    : IRequestHandler<GetDesign, Result<DesignView>>,
        IRequestHandler<ListDesigns, Result<IReadOnlyList<DesignSummary>>>
{
    public async Task<Result<DesignView>> Handle(GetDesign request, CancellationToken cancellationToken) =>
        await FindAsync(db, request.Id, cancellationToken) is { } design
            ? design
            : Refusal.NotFound("design", request.Id);

    public async Task<Result<IReadOnlyList<DesignSummary>>> Handle(
        ListDesigns request,
        CancellationToken cancellationToken
    ) => Result<IReadOnlyList<DesignSummary>>.Of(await ListAsync(db, request.CenterId, cancellationToken));

    internal static async Task<IReadOnlyList<DesignSummary>> ListAsync(Db db, Guid centerId, CancellationToken token)
    {
        var designs = await db.QueryAsync<DesignSummary>(OfCenter, new { CenterId = centerId }, token);
        var courses = await CoursesAsync(db, centerId, token);
        return [.. designs.Select(design => design with { Courses = [.. courses[design.Id]] })];
    }

    internal static async Task<DesignView?> FindAsync(Db db, Guid id, CancellationToken token)
    {
        var row = await db.FindAsync<DesignRow>(ById, new { Id = id }, token);
        return row is null
            ? null
            : new DesignView
            {
                Courses = [.. (await CoursesAsync(db, row.CenterId, token))[id]],
                Id = row.Id,
                CenterId = row.CenterId,
                Number = row.Number,
                Name = row.Name,
                Design = DesignJson.Read(row.Content),
                PublishedAt = row.PublishedAt,
                InUse = row.InUse,
                Version = row.Version,
            };
    }

    static async Task<ILookup<Guid, string>> CoursesAsync(Db db, Guid centerId, CancellationToken token) =>
        (await db.QueryAsync<CourseDesign>(CoursesOfCenter, new { CenterId = centerId }, token)).ToLookup(
            course => course.DesignId,
            course => course.Code
        );

    sealed record CourseDesign
    {
        public Guid DesignId { get; init; }
        public string Code { get; init; } = "";
    }

    sealed record DesignRow
    {
        public Guid Id { get; init; }
        public Guid CenterId { get; init; }
        public int Number { get; init; }
        public string Name { get; init; } = "";
        public string Content { get; init; } = "";
        public DateTimeOffset? PublishedAt { get; init; }
        public bool InUse { get; init; }
        public int Version { get; init; }
    }

    internal static readonly Sql ById = new(
        """
        SELECT d.Id, d.CenterId, d.Number, d.Name, d.Content, d.PublishedAt, d.Version,
               CASE WHEN u.DesignId = d.Id THEN 1 ELSE 0 END AS InUse
        FROM CertificateDesigns d
        LEFT JOIN CenterDesigns u ON u.CenterId = d.CenterId
        WHERE d.Id = @Id
        """
    );

    internal static readonly Sql OfCenter = new(
        """
        SELECT d.Id, d.Number, d.Name, d.PublishedAt, d.Version,
               CASE WHEN u.DesignId = d.Id THEN 1 ELSE 0 END AS InUse
        FROM CertificateDesigns d
        LEFT JOIN CenterDesigns u ON u.CenterId = d.CenterId
        WHERE d.CenterId = @CenterId
        ORDER BY d.Number
        """
    );

    internal static readonly Sql CoursesOfCenter = new(
        """
        SELECT u.DesignId, k.Code
        FROM CourseDesigns u
        JOIN Courses k ON k.Id = u.CourseId
        WHERE u.CenterId = @CenterId
        ORDER BY k.Code
        """
    );
}
