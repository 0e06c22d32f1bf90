using Enrollment.Assessments;
using Enrollment.Audit;
using Enrollment.Certificates.Transcripts;
using Enrollment.Enrollments;
using Enrollment.Insight;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>Trainees' records, the audit trail and reports.</summary>
static class RecordEndpoints
{
    internal static void MapRecords(this RouteGroupBuilder api)
    {
        var enrollments = api.MapGroup("/enrollments").WithTags("Enrollments");
        enrollments.MapGet("/{id:guid}", GetEnrollmentAsync).WithSummary("Read a trainee's record");
        enrollments
            .MapGet("/{id:guid}/result", GetResultAsync)
            .WithSummary("Read a trainee's marks and result")
            .WithDescription("A trainee sees what was released.");
        enrollments
            .MapGet("/{id:guid}/result/explanation", ExplainAsync)
            .WithSummary("Read how a trainee's result came about, line by line")
            .WithDescription("'language' is that of the words: en, kk, ru or zh. A trainee sees it after the release.");
        enrollments
            .MapGet("/{id:guid}/transcript", TranscribeAsync)
            .WithSummary("Read a trainee's transcript, in the eight sections of the Diploma Supplement")
            .WithDescription(
                "As of the last release, to everybody. 'language' is that of the words: en, kk, ru or zh."
            );
        enrollments
            .MapGet("/{id:guid}/transcript.pdf", TranscribeForPaperAsync)
            .WithSummary("Download a trainee's transcript, signed by the center")
            .WithDescription("'language' is en, kk, ru or zh. It is made anew for each request and says on which day.")
            .Produces<byte[]>(200, "application/pdf")
            .Produces<Problem>(StatusCodes.Status422UnprocessableEntity, Problems.ContentType);
        enrollments
            .MapPut("/{id:guid}/marks/{componentId:guid}", SetMarkAsync)
            .WithSummary("Enter one mark")
            .WithDescription("'version' is the one that was read, 0 where there was no mark; another one is stale.");
        foreach (var row in EnrollmentTransitions.All)
        {
            enrollments
                .MapPost(
                    $"/{{id:guid}}/{ApiJson.Name(row.Verb)}",
                    (Guid id, EnrollmentEnd? body, HttpRequest request, IMediator mediator, CancellationToken token) =>
                        ChangeAsync(id, row.Verb, body, request, mediator, token)
                )
                .WithSummary($"Take an enrollment from {string.Join(" or ", row.From)} to {row.To}")
                .WithDescription(row.Ends ? "Demands endedOn, requestedBy and reason." : "Takes no fields.");
        }

        enrollments
            .MapPost("/{id:guid}/transfer", TransferAsync)
            .WithSummary("Take a trainee over to another cohort of the course")
            .WithDescription(
                "Marks of components that both cohorts have are kept. A record there that has ended is taken up again. Answers "
                    + "the record there."
            );
        enrollments
            .MapPost("/{id:guid}/correct-enrolled-on", CorrectEnrolledOnAsync)
            .WithSummary("Correct the day from which on somebody is a trainee")
            .WithDescription("Within the cohort's days, not after today. If-Match is optional.");

        api.MapGet("/audit", ListAuditAsync).WithTags("Audit").WithSummary("Read the audit trail");
        api.MapGet("/insight/agreement", AgreementAsync)
            .WithTags("Insight")
            .WithSummary("How often decisions follow the computed outcome, per cohort")
            .WithDescription("For decisions that another institution recorded this is no rate of correctness.");
    }

    static async Task<Results<Made<EnrollmentView>, ProblemHttpResult>> TransferAsync(
        Guid id,
        TransferInput body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem
            ?? await mediator.MakeAsync(
                new TransferEnrollment(id, version, body),
                e => ($"/api/v1/enrollments/{e.Id}", e.Version),
                token
            );
    }

    static async Task<Results<Read<EnrollmentView>, ProblemHttpResult>> CorrectEnrolledOnAsync(
        Guid id,
        EnrolledOnCorrection body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem
            ?? await mediator.ReadAsync(
                new CorrectEnrolledOn(id, version, body.EnrolledOn, body.Reason),
                e => e.Version,
                token
            );
    }

    static Task<Results<Read<EnrollmentView>, ProblemHttpResult>> GetEnrollmentAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetEnrollment(id), e => e.Version, token);

    static Task<Results<Read<TraineeResult>, ProblemHttpResult>> GetResultAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetTraineeResult(id), null, token);

    static Task<Results<Read<ExplainedResult>, ProblemHttpResult>> ExplainAsync(
        Guid id,
        string? language,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetExplanation(id, language), null, token);

    static Task<Results<Read<Transcript>, ProblemHttpResult>> TranscribeAsync(
        Guid id,
        string? language,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetTranscript(id, language), null, token);

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> TranscribeForPaperAsync(
        Guid id,
        string? language,
        TranscriptMaking making,
        CancellationToken token
    )
    {
        var made = await making.MakeAsync(id, language, token);
        return made.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.File(made.Value.Content.ToArray(), "application/pdf", made.Value.Name);
    }

    static Task<Results<Read<MarkAnswer>, ProblemHttpResult>> SetMarkAsync(
        Guid id,
        Guid componentId,
        SingleMark body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new SetMark(body.Entry(id, componentId)), m => m.Version, token);

    static async Task<Results<Read<EnrollmentView>, ProblemHttpResult>> ChangeAsync(
        Guid id,
        EnrollmentVerb verb,
        EnrollmentEnd? body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem
            ?? await mediator.ReadAsync(
                new ChangeEnrollment(id, verb, version, body ?? EnrollmentEnd.Empty),
                e => e.Version,
                token
            );
    }

    static async Task<Results<Listed<AuditEntry>, ProblemHttpResult>> ListAuditAsync(
        [AsParameters] Paging paging,
        Guid? subjectId,
        IMediator mediator,
        CancellationToken token
    )
    {
        if (paging.Problem is { } problem)
            return problem.ToProblem();

        var result = await mediator.Send(new ListAuditEvents(subjectId, paging.After, paging.Size), token);
        return result.Refusal is { } refusal
            ? refusal.ToProblem()
            : new Listed<AuditEntry>(AuditEntry.Of(result.Value));
    }

    static Task<Results<Read<IReadOnlyList<CohortAgreement>>, ProblemHttpResult>> AgreementAsync(
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new ReportAgreement(), null, token);
}

/// <summary>The day from which on somebody is a trainee, and why it changes.</summary>
public sealed record EnrolledOnCorrection
{
    public required DateOnly EnrolledOn { get; init; }

    /// <summary>1 to 1,000 characters.</summary>
    public required string Reason { get; init; }
}

/// <summary>One mark to be entered.</summary>
public sealed record SingleMark
{
    /// <summary>1 unless it is a resit.</summary>
    public int Attempt { get; init; } = 1;
    public required MarkState State { get; init; }
    public decimal? Value { get; init; }

    /// <summary>
    /// The day, in the cohort's zone, on which the work was handed in; not after today. Left out: the day that is recorded
    /// stays; null takes it away.
    /// </summary>
    public DateOnly? SubmittedOn
    {
        get;
        init => (field, submissionIsGiven) = (value, true);
    }

    /// <summary>The instant instead of the day; where both are given, it must fall on that day.</summary>
    public DateTimeOffset? SubmittedAt
    {
        get;
        init => (field, submissionIsGiven) = (value, true);
    }

    readonly bool submissionIsGiven;

    /// <summary>The version that was read; 0 where there was no mark.</summary>
    public required int Version { get; init; }
    public string? Reason { get; init; }

    internal MarkEntry Entry(Guid enrollmentId, Guid componentId)
    {
        var entry = new MarkEntry
        {
            EnrollmentId = enrollmentId,
            ComponentId = componentId,
            Attempt = Attempt,
            State = State,
            Value = Value,
            Version = Version,
            Reason = Reason,
        };
        return submissionIsGiven ? entry with { SubmittedOn = SubmittedOn, SubmittedAt = SubmittedAt } : entry;
    }
}
