using System.Globalization;
using System.Text.Json.Nodes;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;

namespace Enrollment.Tests.Web;

/// <summary>Takes trainees the whole way over HTTP alone, each step by the role that does it.</summary>
sealed class Journey(WebSystem web)
{
    static int last;

    /// <summary>Apart from every other journey on the same server.</summary>
    internal string Tag { get; } = Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture);
    internal DateOnly Today { get; init; } = DateOnly.FromDateTime(DateTime.UtcNow);
    internal DateOnly HeldOn { get; init; } = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-1);
    internal int? ValidityMonths { get; init; }
    internal TextIn[] FurtherTitles { get; init; } = [];
    internal TextIn[] FurtherNames { get; init; } = [];
    internal int Capacity { get; init; } = 50;
    internal int Overbooking { get; init; }

    /// <summary>The scheme of a course version; by default one component.</summary>
    internal Func<Guid, object> Scheme { get; init; } = SchemeFields;

    internal Guid CenterId { get; private set; }
    internal Guid CourseId { get; private set; }
    internal Guid CourseVersionId { get; private set; }
    internal Guid SchemeId { get; private set; }
    internal Guid ComponentId { get; private set; }
    internal Guid CohortId { get; private set; }

    internal object CenterFields(string? code = null, string name = "Almaty Training Center") =>
        new
        {
            Code = code ?? $"ALM{Tag}",
            Name = name,
            NameLocal = "Алматы оқу орталығы",
            FurtherNames,
            City = "Almaty",
            Country = "KZ",
            TimeZone = "Asia/Almaty",
            Signatories = new[] { new { Name = "Gulnara Abenova", Position = "Director" } },
        };

    internal object CourseFields(string? code = null) =>
        new
        {
            Code = code ?? $"CNC{Tag}",
            Title = "Operation of CNC Machine Tools",
            FurtherTitles,
            Hours = 240,
            Credits = 8.5m,
            NqfLevel = 4,
            ValidityMonths,
        };

    internal object CohortFields(string? code = null) =>
        new
        {
            CenterId,
            CourseVersionId,
            Code = code ?? $"C{Tag}",
            SchemeId,
            Capacity,
            Overbooking,
            OpensOn = HeldOn.AddDays(-60),
            ClosesOn = Today.AddDays(10),
            StartsOn = HeldOn.AddDays(-30),
            EndsOn = Today.AddDays(20),
        };

    internal static object PersonFields(string name = "Nurlan Akhmetov") =>
        new
        {
            Names = new[]
            {
                new { Script = "Latn", FullName = name },
                new { Script = "Cyrl", FullName = "Нұрлан Ахметов" },
            },
            BirthDate = "2001-04-09",
            Email = "nurlan@example.org",
        };

    internal static object SchemeFields(Guid courseVersionId) =>
        new
        {
            CourseVersionId = courseVersionId,
            Name = "Practical work",
            PassMark = 50,
            MeritMark = 70,
            Groups = new[]
            {
                new
                {
                    Code = "ALL",
                    Name = "All work",
                    Weight = 100,
                    Components = new[]
                    {
                        new
                        {
                            Code = "WORK",
                            Name = "Workpiece",
                            Kind = "practical",
                            Weight = 100,
                        },
                    },
                },
            },
        };

    /// <summary>A center, a course with a scheme, and a cohort that takes applications.</summary>
    internal async Task<Journey> OpenCohortAsync()
    {
        CenterId = Id(await web.Manager.PostAsync("/api/v1/centers", CenterFields()));
        var course = (await web.Manager.PostAsync("/api/v1/courses", CourseFields())).Expect(201);
        CourseId = Id(course);
        CourseVersionId = (Guid)course["versionId"]!;
        var scheme = (await web.Manager.PostAsync("/api/v1/schemes", Scheme(CourseVersionId))).Expect(201);
        SchemeId = Id(scheme);
        ComponentId = (Guid)scheme["groups"]![0]!["components"]![0]!["id"]!;
        CohortId = Id(await web.Manager.PostAsync("/api/v1/cohorts", CohortFields()));
        return this;
    }

    internal async Task<Guid> RegisterAsync(string name = "Nurlan Akhmetov") =>
        Id(await web.Registrar.PostAsync("/api/v1/people", PersonFields(name)));

    internal async Task<Guid> ApplyAsync(ApiClient applicant, Guid personId)
    {
        var body = new
        {
            personId,
            CohortId,
            Statement = "I want to learn it.",
        };
        return Id(await applicant.PostAsync("/api/v1/applications", body));
    }

    internal static async Task<Answer> MoveAsync(
        ApiClient caller,
        Guid applicationId,
        string verb,
        object? body = null
    ) => (await caller.PostAsync($"/api/v1/applications/{applicationId}/{verb}", body)).Expect(200);

    /// <summary>From the application to the enrollment.</summary>
    internal async Task<Guid> EnrollAsync(ApiClient applicant, Guid personId)
    {
        var id = await ApplyAsync(applicant, personId);
        await MoveAsync(applicant, id, "submit");
        await MoveAsync(web.Registrar, id, "review");
        await MoveAsync(web.Registrar, id, "offer", new { OfferExpiresOn = Today.AddDays(7) });
        ((string?)(await MoveAsync(applicant, id, "accept"))["state"]).ShouldBe("enrolled");
        var trainees = (await web.Registrar.GetAsync($"/api/v1/cohorts/{CohortId}/enrollments")).Expect(200);
        return (Guid)trainees["items"]!.AsArray().Single(e => (Guid)e!["personId"]! == personId)!["id"]!;
    }

    internal async Task<Answer> MarkAsync(Guid enrollmentId, decimal value, int version = 0)
    {
        var body = new
        {
            State = "marked",
            Value = value,
            Version = version,
        };
        var path = $"/api/v1/enrollments/{enrollmentId}/marks/{ComponentId}";
        return (await web.Instructor.PutAsync(path, body)).Expect(200);
    }

    internal async Task<Answer> ComputeAsync() =>
        (await web.Registrar.PostAsync($"/api/v1/cohorts/{CohortId}/compute")).Expect(200);

    /// <summary>A board meeting that decides as computed and closes its minutes.</summary>
    internal async Task<Guid> DecideAsync(params Guid[] enrollmentIds)
    {
        var meeting = Id(await web.Registrar.PostAsync("/api/v1/board-meetings", MeetingFields()));
        var body = new { Decisions = enrollmentIds.Select(id => new { EnrollmentId = id }) };
        var decided = await web.Registrar.PostAsync($"/api/v1/board-meetings/{meeting}/decisions", body);
        decided.Expect(200)["answers"]!.AsArray().ShouldAllBe(a => a!["problem"] == null);
        await AttendAsync(meeting);
        (await web.Registrar.PostAsync($"/api/v1/board-meetings/{meeting}/seal")).Expect(200);
        return meeting;
    }

    /// <summary>Enters who was at a meeting.</summary>
    internal async Task<Answer> AttendAsync(Guid meetingId)
    {
        var path = $"/api/v1/board-meetings/{meetingId}";
        var tag = (await web.Registrar.GetAsync(path)).Expect(200).ETag!;
        var body = new { Attendees = new[] { new { Name = "Gulnara Abenova", Role = "chair" } } };
        return (await web.Registrar.PutAsync(path, body, ("If-Match", tag))).Expect(200);
    }

    internal object MeetingFields(string number = "7/2026") =>
        new
        {
            CenterId,
            MinutesNumber = number,
            HeldOn,
        };

    /// <summary>From a registered person to decided, ready for the certificate.</summary>
    internal async Task<Guid> PassAsync(string name = "Nurlan Akhmetov")
    {
        var enrollment = await EnrollAsync(web.Registrar, await RegisterAsync(name));
        await MarkAsync(enrollment, 82.5m);
        await ComputeAsync();
        await DecideAsync(enrollment);
        return enrollment;
    }

    internal async Task<JsonNode> IssueAsync(Guid enrollmentId) =>
        (await web.Registrar.PostAsync("/api/v1/certificates", new { enrollmentId })).Expect(201).Json;

    /// <summary>A certificate from nothing.</summary>
    internal static async Task<JsonNode> CertifyAsync(WebSystem web)
    {
        var journey = new Journey(web);
        await journey.OpenCohortAsync();
        return await journey.IssueAsync(await journey.PassAsync());
    }

    /// <summary>One that was valid for a month, which is over: the server's clock is put forward by 60 days.</summary>
    internal static async Task<JsonNode> ExpireAsync(WebSystem web, ShiftedClock clock)
    {
        var journey = new Journey(web) { ValidityMonths = 1 };
        await journey.OpenCohortAsync();
        var certificate = await journey.IssueAsync(await journey.PassAsync());
        clock.Shift = TimeSpan.FromDays(60);
        return certificate;
    }

    internal static Guid Id(Answer answer) => (Guid)answer.Expect(201)["id"]!;
}
