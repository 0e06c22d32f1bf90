using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Enrollment.Benchmarks;

/// <summary>
/// What one would write by hand for three addresses: ADO.NET with prepared commands, one writer with group commit, no
/// mediator, validation, authorization or problem details. It writes the same rows into the same schema.
/// </summary>
static class HandWrittenServer
{
    internal static async Task RunAsync(string data, string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        var path = Path.Combine(data, "enrollment.db");
        using var writer = new Writer(path);
        var readers = new System.Collections.Concurrent.ConcurrentBag<SqliteCommand>();

        app.MapGet("/healthz/ready", () => "ready");
        app.MapPost(
            "/api/v1/applications",
            async (HttpRequest request) =>
            {
                var body = await JsonSerializer.DeserializeAsync<Draft>(request.Body, JsonSerializerOptions.Web);
                var id = Guid.CreateVersion7();
                await writer.DraftAsync(id, body!);
                return Results.Json(
                    new
                    {
                        id,
                        body!.PersonId,
                        body.CohortId,
                        state = "draft",
                        version = 1,
                    },
                    statusCode: 201
                );
            }
        );
        app.MapPost(
            "/api/v1/applications/{id:guid}/submit",
            async (Guid id) =>
            {
                await writer.SubmitAsync(id);
                return Results.Json(
                    new
                    {
                        id,
                        state = "submitted",
                        version = 2,
                    }
                );
            }
        );
        app.MapGet(
            "/verify/{code}",
            (string code) =>
            {
                if (!readers.TryTake(out var command))
                {
                    var connection = new SqliteConnection($"Data Source={path};Pooling=False");
                    connection.Open();
                    command = connection.CreateCommand();
                    command.CommandText =
                        "SELECT State, Snapshot, FileHash FROM Certificates WHERE VerificationCode = $code";
                    command.Parameters.Add("$code", SqliteType.Text);
                    command.Prepare();
                }

                command.Parameters[0].Value = code;
                string state,
                    snapshot,
                    hash;
                using (var row = command.ExecuteReader())
                {
                    if (!row.Read())
                        return Results.Json(new { answer = "unknown" }, statusCode: 404);
                    (state, snapshot, hash) = (row.GetString(0), row.GetString(1), row.GetString(2));
                }

                readers.Add(command);
                using var certificate = JsonDocument.Parse(snapshot);
                var root = certificate.RootElement;
                return Results.Json(
                    new
                    {
                        answer = state == "Issued" ? "valid" : state,
                        serial = root.GetProperty("serial").GetString(),
                        names = root.GetProperty("names").Clone(),
                        courseTitle = root.GetProperty("courseTitle").GetString(),
                        centerName = root.GetProperty("centerName").GetString(),
                        award = root.GetProperty("award").GetString(),
                        awardedOn = root.GetProperty("awardedOn").GetString(),
                        fileHash = hash,
                    }
                );
            }
        );
        await app.RunAsync(address);
    }

    sealed record Draft(Guid PersonId, Guid CohortId);

    /// <summary>One thread that runs what is queued and commits it together.</summary>
    sealed class Writer : IDisposable
    {
        readonly Channel<(Action Work, TaskCompletionSource Done)> queue = Channel.CreateBounded<(
            Action,
            TaskCompletionSource
        )>(4096);
        readonly SqliteConnection connection;
        readonly SqliteCommand insert;
        readonly SqliteCommand find;
        readonly SqliteCommand submit;
        readonly SqliteCommand audit;
        readonly Thread thread;

        internal Writer(string path)
        {
            connection = new SqliteConnection($"Data Source={path};Pooling=False");
            connection.Open();
            Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON");
            insert = Command(
                """
                INSERT INTO Applications (Id, PersonId, CohortId, State, Version, CreatedAt)
                VALUES ($a, $b, $c, 'Draft', 1, $d)
                """
            );
            find = Command(
                """
                SELECT a.State, a.Version, h.OpensAt, h.ClosesAt
                FROM Applications a JOIN Cohorts h ON h.Id = a.CohortId
                WHERE a.Id = $a
                """
            );
            submit = Command(
                """
                UPDATE Applications SET State = 'Submitted', SubmittedAt = $b, Version = Version + 1
                WHERE Id = $a AND State = 'Draft' AND Version = $c
                """
            );
            audit = Command(
                """
                INSERT INTO AuditEvents (Id, At, ActorId, ActorRole, Action, SubjectId)
                VALUES ($a, $b, 'benchmark', 'Registrar', $c, $d)
                """
            );
            thread = new Thread(Loop) { IsBackground = true };
            thread.Start();
        }

        internal Task DraftAsync(Guid id, Draft draft) =>
            RunAsync(() =>
            {
                Execute(insert, Text(id), Text(draft.PersonId), Text(draft.CohortId), Now());
                Execute(audit, Text(Guid.CreateVersion7()), Now(), "application.drafted", Text(id));
            });

        internal Task SubmitAsync(Guid id) =>
            RunAsync(() =>
            {
                find.Parameters[0].Value = Text(id);
                long version;
                using (var row = find.ExecuteReader())
                {
                    if (!row.Read() || row.GetString(0) != "Draft")
                        throw new InvalidOperationException("No such draft.");
                    version = row.GetInt64(1);
                }

                Execute(submit, Text(id), Now(), version);
                Execute(audit, Text(Guid.CreateVersion7()), Now(), "application.submit", Text(id));
            });

        Task RunAsync(Action work)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return queue.Writer.TryWrite((work, done))
                ? done.Task
                : Task.FromException(new InvalidOperationException("The queue is full."));
        }

        void Loop()
        {
            var waiting = new List<TaskCompletionSource>();
            while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                Execute("BEGIN IMMEDIATE");
                while (waiting.Count < 128 && queue.Reader.TryRead(out var item))
                {
                    item.Work();
                    waiting.Add(item.Done);
                }

                Execute("COMMIT");
                foreach (var done in waiting)
                    done.SetResult();
                waiting.Clear();
            }
        }

        SqliteCommand Command(string text)
        {
            var command = connection.CreateCommand();
            command.CommandText = text;
            foreach (
                var name in new[] { "$a", "$b", "$c", "$d" }.Where(n => text.Contains(n, StringComparison.Ordinal))
            )
                command.Parameters.Add(new SqliteParameter(name, null));
            return command;
        }

        void Execute(string text)
        {
            using var command = connection.CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
        }

        static void Execute(SqliteCommand command, params object[] values)
        {
            for (var i = 0; i < values.Length; i++)
                command.Parameters[i].Value = values[i];
            command.ExecuteNonQuery();
        }

        static string Text(Guid id) => id.ToString("D");

        static string Now() =>
            TimeProvider
                .System.GetUtcNow()
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

        public void Dispose()
        {
            queue.Writer.Complete();
            thread.Join();
            connection.Dispose();
        }
    }
}
