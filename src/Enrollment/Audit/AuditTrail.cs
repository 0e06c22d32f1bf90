using System.Text.Json;
using System.Text.Json.Serialization;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Audit;

/// <summary>
/// Collects what a command did; the pipeline writes it inside the command's transaction, so that nothing changes
/// without a trace and no trace tells of what didn't happen.
/// </summary>
public sealed class AuditTrail(RequestContext context, Ids ids, TimeProvider time)
{
    static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    readonly List<object> events = [];

    /// <param name="action">What happened, as subject.verb: <c>application.submitted</c>.</param>
    /// <param name="subjectId">The record that it happened to.</param>
    /// <param name="details">Old and new values, reasons; no secrets. Serialized as JSON.</param>
    public void Record(string action, Guid subjectId, object? details = null) =>
        events.Add(
            new
            {
                Id = ids.New(),
                At = time.GetUtcNow(),
                ActorId = context.Caller.Id,
                ActorRole = context.Caller.Role.ToString(),
                Action = action,
                SubjectId = subjectId,
                Details = details is null ? null : JsonSerializer.Serialize(details, json),
            }
        );

    internal void Clear() => events.Clear();

    internal async Task WriteAsync(Db db, CancellationToken token)
    {
        foreach (var happened in events)
            await db.ExecuteAsync(Insert, happened, token);
        events.Clear();
    }

    internal static readonly Sql Insert = new(
        """
        INSERT INTO AuditEvents (Id, At, ActorId, ActorRole, Action, SubjectId, Details)
        VALUES (@Id, @At, @ActorId, @ActorRole, @Action, @SubjectId, @Details)
        """
    );
}
