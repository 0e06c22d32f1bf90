using Enrollment.Admissions;
using Enrollment.Data;

namespace Enrollment.Messages;

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
