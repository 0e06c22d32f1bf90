using Enrollment.Certificates.Designs;
using Enrollment.Web.Issuing;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>How a center's certificates look.</summary>
static class DesignEndpoints
{
    // A logo and three scans in Base64.
    static readonly BodyLimit limit = new(1024 * 1024);

    internal static void MapDesigns(this RouteGroupBuilder api)
    {
        var centers = api.MapGroup("/centers/{centerId:guid}").WithTags("Designs");
        centers
            .MapPost("/designs", CreateAsync)
            .WithSummary("Draft a design for a center's certificates")
            .WithDescription("Look at its preview, then publish it; from then on it doesn't change, and can be used.")
            .WithMetadata(limit);
        centers.MapGet("/designs", ListAsync).WithSummary("List a center's designs");
        centers
            .MapDelete("/design", DropAsync)
            .WithSummary("Use the built-in design for a center's new certificates again")
            .WithDescription(
                "With the code of a course, its new certificates get the center's design again. Answers the center's designs."
            );

        var designs = api.MapGroup("/designs/{id:guid}").WithTags("Designs");
        designs.MapGet("/", GetAsync).WithSummary("Read a design");
        designs.MapPut("/", UpdateAsync).WithSummary("Change a draft").WithMetadata(limit).DemandsIfMatch();
        designs
            .MapGet("/preview.pdf", PreviewAsync)
            .WithSummary("Look at a made-up certificate of a design")
            .Produces<byte[]>(200, "application/pdf")
            .Produces<Problem>(StatusCodes.Status422UnprocessableEntity, Problems.ContentType);
        designs
            .MapGet("/preview.png", PreviewAsPictureAsync)
            .WithSummary("Look at a picture of a made-up certificate of a design")
            .Produces<byte[]>(200, "image/png")
            .Produces<Problem>(StatusCodes.Status422UnprocessableEntity, Problems.ContentType);
        designs.MapPost("/publish", PublishAsync).WithSummary("Publish a draft");
        designs
            .MapPost("/use", UseAsync)
            .WithSummary("Use a published design for its center's new certificates")
            .WithDescription(
                "With the code of a course, only its certificates get it. What was issued keeps the design that it has."
            );
    }

    static Task<Results<Made<DesignView>, ProblemHttpResult>> CreateAsync(
        Guid centerId,
        DesignFields body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.MakeAsync(new CreateDesign(centerId, body), d => ($"/api/v1/designs/{d.Id}", d.Version), token);

    static Task<Results<Read<IReadOnlyList<DesignSummary>>, ProblemHttpResult>> ListAsync(
        Guid centerId,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new ListDesigns(centerId), null, token);

    static Task<Results<Read<IReadOnlyList<DesignSummary>>, ProblemHttpResult>> DropAsync(
        Guid centerId,
        string? course,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new DropDesign(centerId, course), null, token);

    static Task<Results<Read<DesignView>, ProblemHttpResult>> GetAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetDesign(id), d => d.Version, token);

    static async Task<Results<Read<DesignView>, ProblemHttpResult>> UpdateAsync(
        Guid id,
        DesignFields body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem ?? await mediator.ReadAsync(new UpdateDesign(id, version, body), d => d.Version, token);
    }

    static async Task<Results<Read<DesignView>, ProblemHttpResult>> PublishAsync(
        Guid id,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem ?? await mediator.ReadAsync(new PublishDesign(id, version), d => d.Version, token);
    }

    static Task<Results<Read<DesignView>, ProblemHttpResult>> UseAsync(
        Guid id,
        string? course,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new UseDesign(id, course), d => d.Version, token);

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PreviewAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    )
    {
        var preview = await mediator.Send(new PreviewDesign(id), token);
        return preview.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.File(preview.Value.Pdf.ToArray(), "application/pdf", $"{preview.Value.Name}.pdf");
    }

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PreviewAsPictureAsync(
        Guid id,
        IMediator mediator,
        PagePictures pictures,
        CancellationToken token
    )
    {
        var preview = await mediator.Send(new PreviewDesign(id), token);
        if (preview.Refusal is { } refusal)
            return refusal.ToProblem();
        try
        {
            var picture = await pictures.DrawAsync(preview.Value.Pdf, token);
            return TypedResults.File(picture, "image/png");
        }
        catch (PagePictureException failure)
        {
            return DesignErrors.NoPicture(failure.Message).ToProblem();
        }
    }
}
