using Enrollment.Certificates;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>Certificates that a later decision of a board has put in question.</summary>
static class ReviewEndpoints
{
    internal static void MapReviews(this RouteGroupBuilder api)
    {
        var reviews = api.MapGroup("/certificate-reviews").WithTags("Certificates");
        reviews
            .MapGet("/", ListAsync)
            .WithSummary("List the reviews of certificates")
            .WithDescription("One opens when a board decides otherwise than a certificate says; nothing else changes.");
        reviews.MapGet("/{id:guid}", GetAsync).WithSummary("Read the review of a certificate");
        reviews
            .MapPost("/{id:guid}/close", CloseAsync)
            .WithSummary("Close the review of a certificate")
            .WithDescription("The certificate must be what the outcome says: revoke or replace it first.");
    }

    static Task<Results<Listed<CertificateReviewView>, ProblemHttpResult>> ListAsync(
        [AsParameters] Paging paging,
        Wire<ReviewState>? state,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListCertificateReviews(state?.Value, after, size), token);

    static Task<Results<Read<CertificateReviewView>, ProblemHttpResult>> GetAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetCertificateReview(id), r => r.Version, token);

    static async Task<Results<Read<CertificateReviewView>, ProblemHttpResult>> CloseAsync(
        Guid id,
        ReviewClosing body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem
            ?? await mediator.ReadAsync(
                new CloseCertificateReview(id, version, body.Outcome, body.Reason),
                r => r.Version,
                token
            );
    }
}

/// <summary>What became of the certificate, and why, in 1 to 1,000 characters.</summary>
public sealed record ReviewClosing
{
    public required ReviewOutcome Outcome { get; init; }
    public required string Reason { get; init; }
}
