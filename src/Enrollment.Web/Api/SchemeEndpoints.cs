using Enrollment.Assessments;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>How cohorts are assessed.</summary>
static class SchemeEndpoints
{
    internal static void MapSchemes(this RouteGroupBuilder api)
    {
        var schemes = api.MapGroup("/schemes").WithTags("Schemes");
        schemes.MapPost("/", CreateSchemeAsync).WithSummary("Add an assessment scheme to a course version");
        schemes.MapGet("/", ListSchemesAsync).WithSummary("List the schemes of a course version");
        schemes.MapGet("/{id:guid}", GetSchemeAsync).WithSummary("Read a scheme");
        schemes
            .MapPut("/{id:guid}", UpdateSchemeAsync)
            .WithSummary("Change a scheme that no mark was entered under")
            .DemandsIfMatch();
        schemes
            .MapPost("/{id:guid}/copy", CopyAsync)
            .WithSummary("Copy a scheme to be the next one of its course version or of another")
            .WithDescription("The way to change a scheme that marks were entered under: cohorts to come get the copy.");
        schemes
            .MapPost("/preview", PreviewAsync)
            .WithSummary("Compute what a scheme would make of a made-up trainee")
            .WithDescription("Nothing is stored. 'language' is that of the words: en, kk, ru or zh.");
    }

    static Task<Results<Made<SchemeView>, ProblemHttpResult>> CreateSchemeAsync(
        NewScheme body,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.MakeAsync(
            new CreateScheme(body.CourseVersionId, body),
            s => ($"/api/v1/schemes/{s.Id}", s.Version),
            token
        );

    static Task<Results<Listed<SchemeView>, ProblemHttpResult>> ListSchemesAsync(
        [AsParameters] Paging paging,
        Guid courseVersionId,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListSchemes(courseVersionId, after, size), token);

    static Task<Results<Read<SchemeView>, ProblemHttpResult>> GetSchemeAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetScheme(id), s => s.Version, token);

    static async Task<Results<Read<SchemeView>, ProblemHttpResult>> UpdateSchemeAsync(
        Guid id,
        SchemeFields body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem ?? await mediator.ReadAsync(new UpdateScheme(id, version, body), s => s.Version, token);
    }

    static Task<Results<Made<SchemeView>, ProblemHttpResult>> CopyAsync(
        Guid id,
        SchemeCopy? body,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.MakeAsync(
            new CopyScheme(id, body?.CourseVersionId),
            s => ($"/api/v1/schemes/{s.Id}", s.Version),
            token
        );

    static Task<Results<Read<PreviewedResult>, ProblemHttpResult>> PreviewAsync(
        SchemePreview body,
        string? language,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new PreviewResult(body.Scheme, body.Trainee, language), null, token);
}

/// <summary>A scheme to be created.</summary>
public sealed record NewScheme : SchemeFields
{
    public required Guid CourseVersionId { get; init; }
}

/// <summary>Where a copy goes.</summary>
public sealed record SchemeCopy
{
    /// <summary>Left out: to the same course version.</summary>
    public Guid? CourseVersionId { get; init; }
}

/// <summary>A scheme and the marks of a made-up trainee.</summary>
public sealed record SchemePreview
{
    public required SchemeFields Scheme { get; init; }
    public required MadeUpTrainee Trainee { get; init; }
}
