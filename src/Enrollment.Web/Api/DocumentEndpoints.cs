using Enrollment.Admissions.Documents;
using Enrollment.Admissions.Documents.Formats;
using Enrollment.Web.Hosting;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Enrollment.Web.Api;

/// <summary>The documents of an application.</summary>
static class DocumentEndpoints
{
    /// <summary>What stands around the file in a form: heads of parts and boundaries.</summary>
    const int FormBytes = 256 * 1024;

    internal static void MapDocuments(this RouteGroupBuilder api)
    {
        var documents = api.MapGroup("/applications/{applicationId:guid}/documents").WithTags("Documents");
        documents
            .MapPost("/", UploadAsync)
            .WithSummary("Upload a document")
            .WithDescription(
                "A form with the parts 'kind' and 'file'. What the file is tells its content: PDF, PNG, JPEG, HEIC, HEIF "
                    + "or DOCX. Sent again it answers 200 with the document that is there, so it takes no "
                    + "Idempotency-Key. A page shows the progress by itself, with XMLHttpRequest's upload.onprogress."
            )
            .Accepts<DocumentUpload>("multipart/form-data")
            .WithMetadata(StreamedBody.It);
        documents.MapGet("/", ListAsync).WithSummary("List the documents of an application");
        documents.MapGet("/{id:guid}", GetAsync).WithSummary("Read what is known of a document");
        string[] types = [.. DocumentFormat.All.Select(format => format.MediaType)];
        documents
            .MapGet("/{id:guid}/file", GetFileAsync)
            .WithSummary("Download a document")
            .WithDescription("Answers parts of it (Range). In quarantine or infected: 409.")
            .Produces<byte[]>(StatusCodes.Status200OK, types[0], types[1..])
            .Produces<byte[]>(StatusCodes.Status206PartialContent, types[0], types[1..])
            .Produces<Problem>(StatusCodes.Status409Conflict, Problems.ContentType)
            .Produces<Problem>(StatusCodes.Status416RangeNotSatisfiable, Problems.ContentType)
            .WithMetadata(NotModifiedOffered.It, ForeignContent.It);
        documents.MapPost("/{id:guid}/verify", VerifyAsync).WithSummary("Mark a document as verified").DemandsIfMatch();
        documents.MapPost("/{id:guid}/refuse", RefuseAsync).WithSummary("Refuse a document").DemandsIfMatch();
        documents.MapPost("/{id:guid}/remove", RemoveAsync).WithSummary("Take a document off a draft").DemandsIfMatch();
    }

    static async Task<Results<Made<DocumentView>, Read<DocumentView>, ProblemHttpResult>> UploadAsync(
        Guid applicationId,
        HttpRequest request,
        DocumentUploading uploading,
        DocumentOptions options,
        CancellationToken token
    )
    {
        if (await uploading.AdmitAsync(applicationId, token) is { } notAdmitted)
            return notAdmitted.ToProblem();
        // What is announced as too long isn't read at all.
        if (request.ContentLength > options.MaximumBytes + FormBytes)
            return DocumentErrors.TooLarge(options.MaximumBytes).ToProblem();

        await using var form = new DocumentForm();
        try
        {
            if (await form.ReadAsync(request, uploading, token) is { } unreadable)
                return unreadable.ToProblem();
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                "malformed_form",
                "The form can't be read to its end: it is cut off or malformed. Send the file again."
            );
        }

        var added = await uploading.AddAsync(applicationId, form.Kind, form.FileName, form.File, token);
        if (added.Refusal is { } refusal)
            return refusal.ToProblem();

        var (view, isNew) = added.Value;
        return isNew
            ? new Made<DocumentView>(view, Address(view), view.Version)
            : new Read<DocumentView>(view, view.Version);
    }

    static string Address(DocumentView view) => $"/api/v1/applications/{view.ApplicationId}/documents/{view.Id}";

    static Task<Results<Listed<DocumentView>, ProblemHttpResult>> ListAsync(
        Guid applicationId,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListDocuments(applicationId, after, size), token);

    static Task<Results<Read<DocumentView>, ProblemHttpResult>> GetAsync(
        Guid applicationId,
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetDocument(applicationId, id), d => d.Version, token);

    static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> GetFileAsync(
        Guid applicationId,
        Guid id,
        HttpResponse response,
        IMediator mediator,
        CancellationToken token
    )
    {
        var result = await mediator.Send(new GetDocumentFile(applicationId, id), token);
        if (result.Refusal is { } refusal)
            return refusal.ToProblem();

        // Identity papers don't stay on a shared computer.
        response.Headers.CacheControl = "private, no-store";
        var file = result.Value;
        return TypedResults.Stream(
            file.Content,
            file.MediaType,
            file.FileName,
            entityTag: new EntityTagHeaderValue($"\"{file.Hash}\""),
            enableRangeProcessing: true
        );
    }

    static async Task<Results<Read<DocumentView>, ProblemHttpResult>> VerifyAsync(
        Guid applicationId,
        Guid id,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        var verify = new ReviewDocument(applicationId, id, version, DocumentReview.Verified, null);
        return problem ?? await mediator.ReadAsync(verify, d => d.Version, token);
    }

    static async Task<Results<Read<DocumentView>, ProblemHttpResult>> RefuseAsync(
        Guid applicationId,
        Guid id,
        DocumentRefusal body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        var refuse = new ReviewDocument(applicationId, id, version, DocumentReview.Refused, body.Reason);
        return problem ?? await mediator.ReadAsync(refuse, d => d.Version, token);
    }

    static async Task<Results<Read<DocumentView>, ProblemHttpResult>> RemoveAsync(
        Guid applicationId,
        Guid id,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem
            ?? await mediator.ReadAsync(new RemoveDocument(applicationId, id, version), d => d.Version, token);
    }
}

/// <summary>The parts of the form, for the documentation; they are read as a stream.</summary>
public sealed record DocumentUpload
{
    public required DocumentKind Kind { get; init; }

    /// <summary>One file, at most as large as the installation allows (25 MB unless it says otherwise).</summary>
    public required IFormFile File { get; init; }
}

/// <summary>Why, in 1 to 1,000 characters, for the applicant to read.</summary>
public sealed record DocumentRefusal
{
    public required string Reason { get; init; }
}
