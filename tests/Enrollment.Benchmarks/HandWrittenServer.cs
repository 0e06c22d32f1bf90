using System.Text.Json;
using Enrollment.Admissions;
using Enrollment.Assessments;
using Enrollment.Audit;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Enrollments;
using Enrollment.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Enrollment.Benchmarks;

/// <summary>
/// What one would write by hand for four addresses: bare minimal API and ADO.NET with prepared statements. It sends the
/// program's own statements, one by one in the program's order, audit row included; it has no mediator, validation,
/// authorization, problem details or entity tags.
/// </summary>
static class HandWrittenServer
{
    static readonly Statement findApplication = new(ApplicationChange.Find.Text);
    static readonly Statement findDemand = new(EligibilityCheck.Demand.Text);
    static readonly Statement updateApplication = new(ApplicationChange.Update.Text);
    static readonly Statement readApplication = new(GetApplicationHandler.ById.Text);
    static readonly Statement moveSeats = new(Seats.Move.Text);
    static readonly Statement insertEnrollment = new(TraineeEnrollment.Insert.Text);
    static readonly Statement numberTrainee = new(TraineeEnrollment.SetNumber.Text);
    static readonly Statement insertMessage = new(Outbox.Insert.Text);
    static readonly Statement findPlace = new(SetMarkHandler.Place.Text);
    static readonly Statement findComponent = new(SetMarkHandler.Component.Text);
    static readonly Statement findAttempts = new(SetMarkHandler.Attempts.Text);
    static readonly Statement insertMark = new(MarkBook.Insert.Text);
    static readonly Statement findCertificate = new(VerifyCertificateHandler.ByCode.Text);
    static readonly Statement audit = new(AuditTrail.Insert.Text);

    internal static async Task RunAsync(IHandWrittenStore store, string address)
    {
        await using var _ = store;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.MapGet("/healthz/ready", () => "ready");
        app.MapPost(
            "/api/v1/applications/{id:guid}/submit",
            async (Guid id) =>
                Results.Json(await store.WriteAsync(session => ChangeAsync(session, id, "Draft", "Submitted")))
        );
        app.MapPost(
            "/api/v1/applications/{id:guid}/accept",
            async (Guid id) =>
                Results.Json(await store.WriteAsync(session => ChangeAsync(session, id, "Offered", "Enrolled")))
        );
        app.MapPut(
            "/api/v1/enrollments/{id:guid}/marks/{componentId:guid}",
            async (Guid id, Guid componentId, HttpRequest request) =>
            {
                var mark = await JsonSerializer.DeserializeAsync<Mark>(request.Body, JsonSerializerOptions.Web);
                return Results.Json(
                    await store.WriteAsync(session => SetMarkAsync(session, id, componentId, mark!.Value))
                );
            }
        );
        app.MapGet(
            "/verify/{code}",
            async (string code) => Results.Json(await store.ReadAsync(session => VerifyAsync(session, code)))
        );
        await app.RunAsync(address);
    }

    sealed record Mark(decimal Value);

    static async Task<object> ChangeAsync(IHandWrittenSession session, Guid id, string from, string to)
    {
        var now = TimeProvider.System.GetUtcNow();
        object cohort,
            person,
            version;
        object? reason,
            conditions,
            expires,
            submitted;
        await using (var row = await session.QueryAsync(findApplication, ("Id", id)))
        {
            if (!row.Read() || row.GetString(3) != from)
                throw new InvalidOperationException("The application isn't there or in another state.");
            (person, cohort, version) = (row["PersonId"], row["CohortId"], row["Version"]);
            (reason, conditions) = (row["Reason"], row["Conditions"]);
            (expires, submitted) = (row["OfferExpiresAt"], row["SubmittedAt"]);
        }

        var enrolls = to == "Enrolled";
        if (!enrolls)
        {
            await using var demand = await session.QueryAsync(findDemand, ("Id", id));
            if (demand.Read())
                throw new InvalidOperationException("The course of the benchmark demands nothing.");
        }

        var updated = await session.ExecuteAsync(
            updateApplication,
            ("Id", id),
            ("Version", version),
            ("From", from),
            ("To", to),
            ("Reason", reason),
            ("Conditions", conditions),
            ("OfferExpiresAt", expires),
            ("SubmittedAt", enrolls ? submitted : now),
            ("RoundId", DBNull.Value),
            ("WaitlistRank", DBNull.Value),
            ("DeferredToId", DBNull.Value)
        );
        if (updated != 1)
            throw new InvalidOperationException("The application has changed.");

        if (enrolls)
        {
            await session.ExecuteAsync(
                insertEnrollment,
                ("Id", Guid.CreateVersion7()),
                ("PersonId", person),
                ("CohortId", cohort),
                ("ApplicationId", id),
                ("State", "Active"),
                ("EnrolledOn", DateOnly.FromDateTime(now.UtcDateTime)),
                ("Now", now)
            );
        }

        await session.ExecuteAsync(
            insertMessage,
            ("Id", Guid.CreateVersion7()),
            ("ApplicationId", id),
            ("Kind", to),
            ("Now", now)
        );
        if (enrolls)
            await TakeSeatAsync(session, person, cohort);

        object answer;
        await using (var row = await session.QueryAsync(readApplication, ("Id", id)))
        {
            row.Read();
            answer = new
            {
                id,
                personId = row.GetValue(1),
                personName = row.GetString(2),
                cohortId = row.GetValue(3),
                state = row.GetString(4),
                statement = Text(row, 5),
                reason = Text(row, 6),
                conditions = Text(row, 7),
                offerExpiresAt = row.IsDBNull(8) ? null : row.GetValue(8),
                submittedAt = row.IsDBNull(9) ? null : row.GetValue(9),
                roundId = row.IsDBNull(10) ? null : row.GetValue(10),
                deferredToId = row.IsDBNull(11) ? null : row.GetValue(11),
                version = row.GetInt32(12),
            };
        }

        await AuditAsync(session, now, "application.change", id, $$"""{"from":"{{from}}","to":"{{to}}"}""");
        return answer;
    }

    static async Task TakeSeatAsync(IHandWrittenSession session, object person, object cohort)
    {
        var moved = await session.ExecuteAsync(
            moveSeats,
            ("CohortId", cohort),
            ("Held", 0),
            ("Taken", 1),
            ("Waiting", 0),
            ("Newcomer", 0),
            ("Numbers", 1)
        );
        if (moved != 1)
            throw new InvalidOperationException("The cohort is full.");
        await session.ExecuteAsync(numberTrainee, ("PersonId", person), ("CohortId", cohort));
    }

    static async Task<object> SetMarkAsync(IHandWrittenSession session, Guid id, Guid component, decimal value)
    {
        var now = TimeProvider.System.GetUtcNow();
        object scheme;
        await using (var row = await session.QueryAsync(findPlace, ("EnrollmentId", id)))
        {
            if (!row.Read() || row.GetString(0) == "Cancelled")
                throw new InvalidOperationException("No such enrollment.");
            scheme = row["SchemeId"];
        }

        await using (var row = await session.QueryAsync(findComponent, ("Id", component), ("SchemeId", scheme)))
        {
            if (!row.Read() || value > row.GetInt32(5) / 100m)
                throw new InvalidOperationException("No such component, or too high a mark.");
        }

        await using (var row = await session.QueryAsync(findAttempts, ("EnrollmentId", id), ("ComponentId", component)))
        {
            if (row.Read())
                throw new InvalidOperationException("There is a mark.");
        }

        await session.ExecuteAsync(
            insertMark,
            ("EnrollmentId", id),
            ("ComponentId", component),
            ("Attempt", 1),
            ("State", "Marked"),
            ("Value", (int)(value * 100)),
            ("SubmittedOn", DBNull.Value),
            ("EnteredBy", "benchmark"),
            ("EnteredAt", now)
        );
        var details = $$"""{"componentId":"{{component}}","attempt":1,"state":"Marked","value":{{value}}}""";
        await AuditAsync(session, now, "mark.set", id, details);
        return new
        {
            outcome = "created",
            version = 1,
            value,
        };
    }

    static Task<int> AuditAsync(
        IHandWrittenSession session,
        DateTimeOffset now,
        string action,
        Guid id,
        string details
    ) =>
        session.ExecuteAsync(
            audit,
            ("Id", Guid.CreateVersion7()),
            ("At", now),
            ("ActorId", "benchmark"),
            ("ActorRole", "Registrar"),
            ("Action", action),
            ("SubjectId", id),
            ("Details", details)
        );

    static async Task<object> VerifyAsync(IHandWrittenSession session, string code)
    {
        await using var row = await session.QueryAsync(findCertificate, ("Code", code));
        if (!row.Read())
            return new { answer = "unknown" };

        using var certificate = JsonDocument.Parse(row.GetString(1));
        var root = certificate.RootElement;
        return new
        {
            answer = row.GetString(0) == "Issued" ? "valid" : row.GetString(0),
            serial = root.GetProperty("serial").GetString(),
            names = root.GetProperty("names").Clone(),
            courseCode = root.GetProperty("courseCode").GetString(),
            courseTitle = root.GetProperty("courseTitle").GetString(),
            hours = root.GetProperty("hours").GetInt32(),
            centerName = root.GetProperty("centerName").GetString(),
            award = root.GetProperty("award").GetString(),
            startsOn = root.GetProperty("startsOn").GetString(),
            endsOn = root.GetProperty("endsOn").GetString(),
            awardedOn = root.GetProperty("awardedOn").GetString(),
            issuedOn = root.GetProperty("issuedOn").GetString(),
            fileHash = Text(row, 4),
        };
    }

    static string? Text(System.Data.Common.DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);
}
