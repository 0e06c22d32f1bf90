using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
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

    readonly List<Happened> events = [];

    /// <param name="action">What happened, as subject.verb: <c>application.submitted</c>.</param>
    /// <param name="subjectId">The record that it happened to.</param>
    /// <param name="details">Old and new values, reasons; no secrets. Serialized as JSON.</param>
    public void Record(string action, Guid subjectId, object? details = null) =>
        events.Add(
            new Happened(
                ids.New(),
                time.GetUtcNow(),
                action,
                subjectId,
                details is null ? null : JsonSerializer.Serialize(details, json)
            )
        );

    internal void Clear() => events.Clear();

    /// <summary>An import's commands do hundreds of things, so that many go to a statement.</summary>
    internal async Task WriteAsync(Db db, CancellationToken token)
    {
        foreach (var (sql, at, count) in RowBatches.Of(events.Count, InsertMany, InsertSome, Insert))
            await db.ExecuteAsync(sql, count == 1 ? Row(events[at]) : Parameters(events.GetRange(at, count)), token);
        events.Clear();
    }

    object Row(Happened one) =>
        new
        {
            one.Id,
            one.At,
            ActorId = context.Caller.Id,
            ActorRole = context.Caller.Role.ToString(),
            one.Action,
            one.SubjectId,
            one.Details,
        };

    DynamicParameters Parameters(IReadOnlyList<Happened> some)
    {
        var parameters = new DynamicParameters();
        parameters.Add("ActorId", context.Caller.Id);
        parameters.Add("ActorRole", context.Caller.Role.ToString());
        foreach (var (i, happened) in some.Index())
        {
            parameters.Add($"Id{i}", happened.Id);
            parameters.Add($"At{i}", happened.At);
            parameters.Add($"Action{i}", happened.Action);
            parameters.Add($"SubjectId{i}", happened.SubjectId);
            parameters.Add($"Details{i}", happened.Details);
        }

        return parameters;
    }

    sealed record Happened(Guid Id, DateTimeOffset At, string Action, Guid SubjectId, string? Details);

    const string Columns = "INSERT INTO AuditEvents (Id, At, ActorId, ActorRole, Action, SubjectId, Details) VALUES ";

    internal static readonly Sql Insert = new(
        $"{Columns}(@Id, @At, @ActorId, @ActorRole, @Action, @SubjectId, @Details)"
    );

    internal static readonly Sql InsertMany = Several(RowBatches.Many);
    internal static readonly Sql InsertSome = Several(RowBatches.Some);

    static Sql Several(int rows) =>
        new(
            Columns
                + RowBatches.Values(
                    rows,
                    i => $"(@Id{i}, @At{i}, @ActorId, @ActorRole, @Action{i}, @SubjectId{i}, @Details{i})"
                )
        );
}
