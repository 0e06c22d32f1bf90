using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Messages;

[Requires(Permission.ReadMessages)]
public sealed record GetMessage(Guid Id) : IQuery<MessageView>;

public sealed record MessageView
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }

    /// <summary>What the message tells of, or what the record that it tells of came from; null where there is none.</summary>
    public Guid? ApplicationId { get; init; }
    public Guid? EnrollmentId { get; init; }
    public Guid? CertificateId { get; init; }
    public MessageKind Kind { get; init; }
    public MessageStatus Status { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>When a waiting message is tried next.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>Of the last attempt: the language, the address and the subject; null before it.</summary>
    public string? Language { get; init; }
    public string? Recipient { get; init; }
    public string? Subject { get; init; }

    /// <summary>Why the last attempt failed, in the mail server's words where it gave some.</summary>
    public string? LastError { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public int Version { get; init; }

    /// <summary>Reads messages, which m calls; conditions and order follow.</summary>
    internal const string Select = """
        SELECT m.Id, m.PersonId, m.ApplicationId, m.EnrollmentId, m.CertificateId, m.Kind, m.Status, m.Attempts, m.DueAt,
               m.Language, m.Recipient, m.Subject, m.LastError, m.SentAt, m.CreatedAt, m.Version
        FROM OutboxMessages m
        """;
}

sealed class GetMessageHandler(Db db) : IRequestHandler<GetMessage, Result<MessageView>>
{
    public async Task<Result<MessageView>> Handle(GetMessage request, CancellationToken cancellationToken) =>
        await db.FindAsync<MessageView>(ById, new { request.Id }, cancellationToken) is { } message
            ? message
            : Refusal.NotFound("message", request.Id);

    internal static readonly Sql ById = new($"{MessageView.Select} WHERE m.Id = @Id");
}
