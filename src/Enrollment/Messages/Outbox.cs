using Enrollment.Admissions;
using Enrollment.Data;

namespace Enrollment.Messages;

/// <summary>What happened to an interview or a document of an application, and when that was noted.</summary>
sealed record OutboxEvent(MessageKind Kind, DateTimeOffset At)
{
    /// <summary>For the applicant to read.</summary>
    internal string? Reason { get; init; }

    /// <summary>When what the message is about would have taken place.</summary>
    internal DateTimeOffset? HappensAt { get; init; }

    /// <summary>The name of what the message is about.</summary>
    internal string? About { get; init; }
}

/// <summary>
/// Where other features leave, inside their own command, what an applicant is to be told: it is sent if the command is
/// committed, and only then. What trainees are told goes to <see cref="TraineeOutbox"/>.
/// </summary>
public static class Outbox
{
    /// <summary>
    /// Notes the message about a transition that was just written, with the application's facts as they are now. There is
    /// at most one for a version of an application, however often the command runs.
    /// </summary>
    internal static async Task RecordAsync(
        Db db,
        Guid id,
        Guid applicationId,
        ApplicationVerb verb,
        ApplicationState to,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        if (ApplicationMessages.Of(verb, to) is not { } kind)
            return;

        var row = new
        {
            Id = id,
            ApplicationId = applicationId,
            Kind = kind.ToString(),
            Now = now,
        };
        await db.TryInsertAsync(Insert, row, token);
    }

    /// <summary>Notes the message about what happened to an application without changing it.</summary>
    internal static Task RecordAsync(Db db, Guid id, Guid applicationId, OutboxEvent happened, CancellationToken token)
    {
        var row = new
        {
            Id = id,
            ApplicationId = applicationId,
            Kind = happened.Kind.ToString(),
            happened.Reason,
            happened.HappensAt,
            happened.About,
            Now = happened.At,
        };
        // Of two at once for the same application the constraint makes the second run again.
        return db.ExecuteAsync(InsertEvent, row, token);
    }

    internal static readonly Sql InsertEvent = new(
        """
        INSERT INTO OutboxMessages
            (Id, PersonId, ApplicationId, SubjectId, SubjectVersion, Kind, Reason, HappensAt, About, Status, Attempts, DueAt,
             Version, CreatedAt)
        SELECT @Id, a.PersonId, a.Id, a.Id, -1 - (SELECT COUNT(*) FROM OutboxMessages o WHERE o.SubjectId = a.Id), @Kind,
               @Reason, @HappensAt, @About, 'Waiting', 0, @Now, 1, @Now
        FROM Applications a
        WHERE a.Id = @ApplicationId
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO OutboxMessages
            (Id, PersonId, ApplicationId, SubjectId, SubjectVersion, Kind, Reason, Conditions, OfferExpiresAt, Status,
             Attempts, DueAt, Version, CreatedAt)
        SELECT @Id, a.PersonId, a.Id, a.Id, a.Version, @Kind, a.Reason, a.Conditions, a.OfferExpiresAt, 'Waiting',
               0, @Now, 1, @Now
        FROM Applications a
        WHERE a.Id = @ApplicationId
        """
    );
}
