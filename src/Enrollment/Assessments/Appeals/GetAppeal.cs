using System.Text.Json;
using Enrollment.Accounts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments.Appeals;

/// <summary>An appeal; a trainee reads the own ones.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record GetAppeal(Guid Id) : IQuery<AppealView>;

/// <summary>The appeals of one trainee's record, in the order in which they were lodged.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record ListTraineeAppeals(Guid EnrollmentId, Guid? After, int Size)
    : IQuery<Page<AppealView>>,
        ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfEnrollment(EnrollmentId);
}

/// <summary>All appeals, or those in a state, in the order in which they were lodged.</summary>
[Requires(Permission.ReadMarks)]
public sealed record ListAppeals(AppealState? State, Guid? After, int Size) : IQuery<Page<AppealView>>;

public sealed record AppealView
{
    public Guid Id { get; init; }
    public Guid EnrollmentId { get; init; }
    public Guid PersonId { get; init; }
    public string PersonName { get; init; } = "";
    public Guid CohortId { get; init; }

    /// <summary>The component that is appealed against; null: the whole result.</summary>
    public Guid? ComponentId { get; init; }
    public string? ComponentCode { get; init; }
    public IReadOnlyList<AppealGround> Grounds { get; init; } = [];
    public string Statement { get; init; } = "";
    public AppealState State { get; init; }
    public DateTimeOffset LodgedAt { get; init; }

    /// <summary>Who decided it or has it under review; not told to trainees.</summary>
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Why it ended as it did.</summary>
    public string? Reason { get; init; }

    /// <summary>The meeting that decided anew because the appeal was upheld; not told to trainees.</summary>
    public Guid? HeardInId { get; init; }
    public int Version { get; init; }
}

/// <summary>An appeal as it is stored.</summary>
sealed record AppealRow
{
    public Guid Id { get; init; }
    public Guid EnrollmentId { get; init; }
    public Guid SubjectId { get; init; }
    public Guid PersonId { get; init; }
    public string PersonName { get; init; } = "";
    public Guid CohortId { get; init; }
    public string? ComponentCode { get; init; }
    public string Grounds { get; init; } = "[]";
    public string Statement { get; init; } = "";
    public AppealState State { get; init; }
    public DateTimeOffset LodgedAt { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? Reason { get; init; }
    public Guid? HeardInId { get; init; }
    public int Version { get; init; }

    internal static Task<AppealRow?> FindAsync(Db db, Guid id, CancellationToken token) =>
        db.FindAsync<AppealRow>(ById, new { Id = id }, token);

    internal static string Write(IReadOnlyList<AppealGround> grounds) =>
        JsonSerializer.Serialize(grounds.Select(ground => ground.ToString()));

    /// <summary>The view; to a trainee without what is the center's own business.</summary>
    internal AppealView View(Caller caller)
    {
        var isStaff = caller.May(Permission.ReadMarks);
        return new AppealView
        {
            Id = Id,
            EnrollmentId = EnrollmentId,
            PersonId = PersonId,
            PersonName = PersonName,
            CohortId = CohortId,
            ComponentId = SubjectId == EnrollmentId ? null : SubjectId,
            ComponentCode = ComponentCode,
            Grounds = [.. JsonSerializer.Deserialize<List<string>>(Grounds)!.Select(Enum.Parse<AppealGround>)],
            Statement = Statement,
            State = State,
            LodgedAt = LodgedAt,
            DecidedBy = isStaff ? DecidedBy : null,
            DecidedAt = DecidedAt,
            Reason = Reason,
            HeardInId = isStaff ? HeardInId : null,
            Version = Version,
        };
    }

    /// <summary>Reads appeals, which a calls; conditions and order follow.</summary>
    internal const string Select = """
        SELECT a.Id, a.EnrollmentId, a.SubjectId, e.PersonId, n.FullName AS PersonName, e.CohortId,
               c.Code AS ComponentCode, a.Grounds, a.Statement, a.State, a.LodgedAt, a.DecidedBy, a.DecidedAt, a.Reason,
               a.HeardInId, a.Version
        FROM Appeals a
        JOIN Enrollments e ON e.Id = a.EnrollmentId
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        LEFT JOIN SchemeComponents c ON c.Id = a.SubjectId
        """;

    internal static readonly Sql ById = new($"{Select} WHERE a.Id = @Id");
}

sealed class GetAppealHandler(Db db, RequestContext context) : IRequestHandler<GetAppeal, Result<AppealView>>
{
    public async Task<Result<AppealView>> Handle(GetAppeal request, CancellationToken cancellationToken)
    {
        var row = await AppealRow.FindAsync(db, request.Id, cancellationToken);
        if (row is null)
            return Refusal.NotFound("appeal", request.Id);

        return context.Caller.MayActFor(row.PersonId) ? row.View(context.Caller) : AccountErrors.NotYours;
    }
}
