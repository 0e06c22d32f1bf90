using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Audit;

/// <summary>What happened, oldest first, to one record or to all.</summary>
[Requires(Permission.ReadAudit)]
public sealed record ListAuditEvents(Guid? SubjectId, Guid? After, int Size) : IQuery<Page<AuditEvent>>;

public sealed record AuditEvent
{
    public Guid Id { get; init; }
    public DateTimeOffset At { get; init; }
    public string ActorId { get; init; } = "";
    public string ActorRole { get; init; } = "";
    public string Action { get; init; } = "";
    public Guid SubjectId { get; init; }

    /// <summary>A JSON document, or null.</summary>
    public string? Details { get; init; }
}

sealed class ListAuditEventsHandler(Db db) : IRequestHandler<ListAuditEvents, Result<Page<AuditEvent>>>
{
    public async Task<Result<Page<AuditEvent>>> Handle(ListAuditEvents request, CancellationToken cancellationToken)
    {
        var after = request.After ?? Guid.Empty;
        return request.SubjectId is { } subject
            ? await db.PageAsync<AuditEvent>(
                OfSubject,
                new { SubjectId = subject, After = after },
                request.Size,
                row => row.Id,
                cancellationToken
            )
            : await db.PageAsync<AuditEvent>(
                All,
                new { After = after },
                request.Size,
                row => row.Id,
                cancellationToken
            );
    }

    internal static readonly Sql OfSubject = new(
        """
        SELECT Id, At, ActorId, ActorRole, Action, SubjectId, Details
        FROM AuditEvents
        WHERE SubjectId = @SubjectId AND Id > @After
        ORDER BY Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql All = new(
        """
        SELECT Id, At, ActorId, ActorRole, Action, SubjectId, Details
        FROM AuditEvents
        WHERE Id > @After
        ORDER BY Id
        """
    )
    {
        Paged = true,
    };
}
