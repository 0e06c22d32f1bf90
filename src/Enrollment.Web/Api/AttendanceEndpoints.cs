using System.Text;
using Enrollment.Documents.QrCodes;
using Enrollment.Enrollments.Attendance;
using Enrollment.Pipeline;
using Enrollment.Web.Hosting;
using Enrollment.Web.Tables;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>Who was at a session, and what that comes to.</summary>
static class AttendanceEndpoints
{
    internal static void MapAttendance(this RouteGroupBuilder api)
    {
        var sessions = api.MapGroup("/sessions/{id:guid}").WithTags("Attendance");
        sessions
            .MapGet("/attendance", ListAsync)
            .WithSummary("List a cohort's trainees with their attendance at a session")
            .WithDescription("Where 'state' is null nothing was recorded, which is no absence.");
        sessions
            .MapPut("/attendance", RecordAsync)
            .WithSummary("Record up to 5,000 trainees' attendance")
            .WithDescription(
                "Each entry carries the version that was read; what conflicts comes back, the rest is saved."
            )
            .WithMetadata(new BodyLimit(8 * 1024 * 1024));
        sessions.MapGet("/attendance/history", ListChangesAsync).WithSummary("List what changed after it was recorded");
        sessions
            .MapGet("/check-in-code", GetCodeAsync)
            .WithSummary("The code by which trainees check in, for the instructor's screen")
            .WithDescription(
                "From 15 minutes before the session to its end. It changes every 30 seconds: ask again then."
            );
        sessions
            .MapGet("/check-in-code.svg", DrawCodeAsync)
            .WithSummary("The code by which trainees check in, as a QR code for a projector")
            .WithDescription("With the code itself below it. It changes every 30 seconds: ask again then.")
            .Produces<byte[]>(StatusCodes.Status200OK, "image/svg+xml");
        sessions
            .MapPost("/check-in", CheckInAsync)
            .WithSummary("Check in at a session by the code that the instructor shows")
            .WithDescription("Whoever was recorded already stays as recorded.")
            .RequireRateLimiting(Server.CheckInLimit)
            .Produces<Problem>(StatusCodes.Status429TooManyRequests, Problems.ContentType);

        var cohorts = api.MapGroup("/cohorts/{id:guid}").WithTags("Attendance");
        cohorts
            .MapGet("/attendance", ListOfCohortAsync)
            .WithSummary("Read a cohort's attendance: trainees, their sessions and shares")
            .WithDescription(
                "The share is attended / (counted - excused), in percent; counted are the sessions that were held."
            );
        cohorts
            .MapGet("/attendance.csv", ExportAsync)
            .WithSummary("Download a cohort's attendance as CSV")
            .Produces<byte[]>(StatusCodes.Status200OK, TableDownload.Csv);

        api.MapGet("/enrollments/{id:guid}/attendance", GetOfEnrollmentAsync)
            .WithTags("Attendance")
            .WithSummary("Read a trainee's attendance");
    }

    static Task<Results<Listed<TraineeAttendance>, ProblemHttpResult>> ListAsync(
        Guid id,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListAttendance(id, after, size), token);

    static Task<Results<Read<AttendanceRecorded>, ProblemHttpResult>> RecordAsync(
        Guid id,
        AttendanceList body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new RecordAttendance(id, body.Trainees), null, token);

    static Task<Results<Listed<AttendanceChange>, ProblemHttpResult>> ListChangesAsync(
        Guid id,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListAttendanceChanges(id, after, size), token);

    static Task<Results<Listed<TraineeSessions>, ProblemHttpResult>> ListOfCohortAsync(
        Guid id,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListCohortAttendance(id, after, size), token);

    static Task<Results<Read<EnrollmentAttendance>, ProblemHttpResult>> GetOfEnrollmentAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetEnrollmentAttendance(id), null, token);

    static Task<Results<Read<CheckInCodeView>, ProblemHttpResult>> GetCodeAsync(
        Guid id,
        HttpResponse response,
        IMediator mediator,
        CancellationToken token
    )
    {
        response.Headers.CacheControl = "no-store";
        return mediator.ReadAsync(new GetCheckInCode(id), null, token);
    }

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> DrawCodeAsync(
        Guid id,
        HttpResponse response,
        IMediator mediator,
        CancellationToken token
    )
    {
        response.Headers.CacheControl = "no-store";
        var result = await mediator.Send(new GetCheckInCode(id), token);
        return result.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.File(Encoding.UTF8.GetBytes(QrScreen.Svg(result.Value.Code)), "image/svg+xml");
    }

    static Task<Results<Read<CheckedIn>, ProblemHttpResult>> CheckInAsync(
        Guid id,
        TypedCheckInCode body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new CheckIn(id, body.Code), null, token);

    static async Task<IResult> ExportAsync(Guid id, HttpContext http, CancellationToken token)
    {
        var caller = http.RequestServices.GetRequiredService<RequestContext>().Caller;
        var export = new AttendanceExport(http.RequestServices, caller, id);
        var start = await export.StartAsync(token);
        if (start.Refusal is { } refusal)
            return refusal.ToProblem();

        return new TableDownload(
            $"attendance-{start.Value.Cohort.Code}.csv",
            async (stream, going) =>
            {
                await using var writer = new CsvTableWriter(stream);
                await export.WriteAsync(start.Value, writer, going);
            }
        );
    }
}

/// <summary>Attendance to be recorded, of 1 to 5,000 trainees.</summary>
public sealed record AttendanceList(IReadOnlyList<AttendanceEntry> Trainees);

/// <summary>The code as it was read from the screen; case, blanks and hyphens don't matter.</summary>
public sealed record TypedCheckInCode
{
    public required string Code { get; init; }
}
