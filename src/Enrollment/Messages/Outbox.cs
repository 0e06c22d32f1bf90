using Enrollment.Admissions;
using Enrollment.Data;

namespace Enrollment.Messages;

/// <summary>What happened to an interview, a document or a trainee's record, and when that was noted.</summary>
sealed record OutboxEvent(MessageKind Kind, DateTimeOffset At)
{
    /// <summary>For the applicant to read.</summary>
    internal string? Reason { get; init; }

    /// <summary>The record whose cohort the message tells of; null: the application's.</summary>
    internal Guid? EnrollmentId { get; init; }

    /// <summary>When what the message is about would have taken place.</summary>
    internal DateTimeOffset? HappensAt { get; init; }

    /// <summary>The name of what the message is about.</summary>
    internal string? About { get; init; }
}

/// <summary>
/// Where other features leave, inside their own command, what an applicant is to be told: it is sent if the command is
/// committed, and only then.
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

    /// <summary>
    /// Notes the message about what happened elsewhere than at the application; nothing where there is no application,
    /// whose person it would go to.
    /// </summary>
    internal static async Task RecordAsync(
        Db db,
        Guid id,
        Guid? applicationId,
        OutboxEvent happened,
        CancellationToken token
    )
    {
        var row = new
        {
            Id = id,
            ApplicationId = applicationId,
            Kind = happened.Kind.ToString(),
            happened.Reason,
            happened.EnrollmentId,
            happened.HappensAt,
            happened.About,
            Now = happened.At,
        };
        // Of two at once for the same application the constraint makes the second run again.
        if (applicationId is not null)
            await db.ExecuteAsync(InsertEvent, row, token);
    }

    internal static readonly Sql InsertEvent = new(
        """
        INSERT INTO OutboxMessages
            (Id, ApplicationId, ApplicationVersion, Kind, Reason, EnrollmentId, HappensAt, About, Status, Attempts, DueAt,
             Version, CreatedAt)
        SELECT @Id, a.Id, -1 - (SELECT COUNT(*) FROM OutboxMessages o WHERE o.ApplicationId = a.Id), @Kind, @Reason,
               @EnrollmentId, @HappensAt, @About, 'Waiting', 0, @Now, 1, @Now
        FROM Applications a
        WHERE a.Id = @ApplicationId
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO OutboxMessages
            (Id, ApplicationId, ApplicationVersion, Kind, Reason, Conditions, OfferExpiresAt, Status, Attempts, DueAt,
             Version, CreatedAt)
        SELECT @Id, a.Id, a.Version, @Kind, a.Reason, a.Conditions, a.OfferExpiresAt, 'Waiting', 0, @Now, 1, @Now
        FROM Applications a
        WHERE a.Id = @ApplicationId
        """
    );
}
