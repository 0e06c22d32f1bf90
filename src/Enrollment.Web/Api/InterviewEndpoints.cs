using System.Text;
using Enrollment.Admissions.Interviews;
using Enrollment.Web.Hosting;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>Times for interviews, and the interviews of applications.</summary>
static class InterviewEndpoints
{
    internal static void MapInterviews(this RouteGroupBuilder api)
    {
        var ofCohort = api.MapGroup("/cohorts/{cohortId:guid}/interview-slots").WithTags("Interviews");
        ofCohort
            .MapPost("/", CreateAsync)
            .WithSummary("Offer up to 200 times for interviews")
            .WithDescription("All of them are made, or none where one can't be.");
        ofCohort.MapGet("/", ListSlotsAsync).WithSummary("List a cohort's times for interviews");

        var slots = api.MapGroup("/interview-slots").WithTags("Interviews");
        slots.MapGet("/{id:guid}", GetSlotAsync).WithSummary("Read a time for interviews");
        slots.MapGet("/{id:guid}/interviews", ListInterviewsAsync).WithSummary("List who comes at a time");
        slots
            .MapPost("/{id:guid}/book", BookAsync)
            .WithSummary("Book a time for an application, or move its interview there")
            .WithDescription("For an application that is Interviewing. An applicant can until 'changeUntil'.");
        slots
            .MapPost("/{id:guid}/cancel", CancelSlotAsync)
            .WithSummary("Cancel a time and free its bookings")
            .WithDescription("If-Match is optional.");

        var interview = api.MapGroup("/applications/{id:guid}").WithTags("Interviews");
        interview.MapGet("/interview", GetAsync).WithSummary("Read the interview of an application");
        interview.MapPost("/interview/cancel", CancelAsync).WithSummary("Cancel the interview of an application");
        interview
            .MapGet("/interview.ics", GetCalendarAsync)
            .WithSummary("Download the interview for a calendar (iCalendar)")
            .WithDescription("Imported again it moves the entry, or removes it where the interview was cancelled.")
            .Produces<string>(StatusCodes.Status200OK, "text/calendar");
    }

    static async Task<Results<Made<InterviewSlots>, ProblemHttpResult>> CreateAsync(
        Guid cohortId,
        NewInterviewSlots body,
        IMediator mediator,
        CancellationToken token
    ) =>
        await mediator.MakeAsync(
            new CreateInterviewSlots(cohortId, body.Slots),
            _ => ($"/api/v1/cohorts/{cohortId}/interview-slots", 1),
            token
        );

    static Task<Results<Listed<InterviewSlotView>, ProblemHttpResult>> ListSlotsAsync(
        Guid cohortId,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListInterviewSlots(cohortId, after, size), token);

    static Task<Results<Read<InterviewSlotView>, ProblemHttpResult>> GetSlotAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetInterviewSlot(id), s => s.Version, token);

    static Task<Results<Listed<InterviewView>, ProblemHttpResult>> ListInterviewsAsync(
        Guid id,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListInterviews(id, after, size), token);

    static Task<Results<Read<InterviewView>, ProblemHttpResult>> BookAsync(
        Guid id,
        NewBooking body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new BookInterview(id, body.ApplicationId), i => i.Version, token);

    static async Task<Results<Read<InterviewSlotView>, ProblemHttpResult>> CancelSlotAsync(
        Guid id,
        SlotCancellation body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem
            ?? await mediator.ReadAsync(new CancelInterviewSlot(id, version, body.Reason), s => s.Version, token);
    }

    static Task<Results<Read<InterviewView>, ProblemHttpResult>> GetAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetInterview(id), i => i.Version, token);

    static Task<Results<Read<InterviewView>, ProblemHttpResult>> CancelAsync(
        Guid id,
        BookingCancellation? body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new CancelInterview(id, body?.Reason), i => i.Version, token);

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetCalendarAsync(
        Guid id,
        IMediator mediator,
        Settings settings,
        TimeProvider time,
        CancellationToken token
    )
    {
        var result = await mediator.Send(new GetInterview(id), token);
        if (result.Refusal is { } refusal)
            return refusal.ToProblem();

        var (method, text) = InterviewCalendar.Write(result.Value, settings.PublicAddress, time.GetUtcNow());
        return TypedResults.File(
            Encoding.UTF8.GetBytes(text),
            $"text/calendar; charset=utf-8; method={method}",
            "interview.ics"
        );
    }
}

/// <summary>Times to be offered, 1 to 200.</summary>
public sealed record NewInterviewSlots
{
    public required IReadOnlyList<InterviewSlotFields> Slots { get; init; }
}

/// <summary>The application that a time is booked for.</summary>
public sealed record NewBooking
{
    public required Guid ApplicationId { get; init; }
}

/// <summary>Why, in 1 to 1,000 characters, for the applicants to read.</summary>
public sealed record SlotCancellation
{
    public required string Reason { get; init; }
}

public sealed record BookingCancellation
{
    /// <summary>Up to 1,000 characters.</summary>
    public string? Reason { get; init; }
}
