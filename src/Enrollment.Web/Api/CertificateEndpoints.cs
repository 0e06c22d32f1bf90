using System.Text;
using System.Text.Json.Nodes;
using Enrollment.Certificates;
using Enrollment.Web.Issuing;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>The register of certificates and their files.</summary>
static class CertificateEndpoints
{
    internal static void MapCertificates(this RouteGroupBuilder api)
    {
        var certificates = api.MapGroup("/certificates").WithTags("Certificates");
        certificates.MapPost("/", IssueAsync).WithSummary("Issue the certificate of an enrollment");
        certificates.MapGet("/", ListAsync).WithSummary("List certificates, or find one by its serial");
        certificates.MapGet("/{id:guid}", GetAsync).WithSummary("Read a certificate's entry");
        certificates
            .MapGet("/{id:guid}/pdf", GetFileAsync)
            .WithSummary("Download the PDF as it was issued")
            .Produces<byte[]>(200, "application/pdf")
            .Produces<Problem>(StatusCodes.Status409Conflict, Problems.ContentType)
            .WithMetadata(NotModifiedOffered.It);
        certificates
            .MapGet("/{id:guid}/credential", GetCredentialAsync)
            .WithSummary("Download the credential as JSON, for a wallet")
            .Produces<JsonObject>(200, "application/vc+ld+json")
            .Produces<Problem>(StatusCodes.Status409Conflict, Problems.ContentType);
        certificates
            .MapGet("/{id:guid}/credential.jwt", GetTokenAsync)
            .WithSummary("Download the credential as a VC-JWT, for a wallet")
            .Produces<string>(200, "text/plain")
            .Produces<Problem>(StatusCodes.Status409Conflict, Problems.ContentType);
        MapBadge(
            certificates,
            "svg",
            "image/svg+xml",
            credential => Encoding.UTF8.GetBytes(BadgeFiles.Svg(credential))
        );
        MapBadge(certificates, "png", "image/png", BadgeFiles.Png);
        certificates
            .MapPost("/{id:guid}/replace", ReplaceAsync)
            .WithSummary("Issue a certificate in place of an issued one")
            .WithDescription("If-Match, with the old one's version, is optional.");
        foreach (var verb in Enum.GetValues<CertificateVerb>())
        {
            var (from, to) = CertificateTransitions.Of(verb);
            certificates
                .MapPost(
                    $"/{{id:guid}}/{ApiJson.Name(verb)}",
                    (
                        Guid id,
                        CertificateReason body,
                        HttpRequest request,
                        IMediator mediator,
                        CancellationToken token
                    ) => ChangeAsync(id, verb, body, request, mediator, token)
                )
                .WithSummary($"Take a certificate from {string.Join(" or ", from)} to {to}")
                .WithDescription("If-Match is optional.");
        }
    }

    static void MapBadge(
        RouteGroupBuilder certificates,
        string format,
        string contentType,
        Func<CredentialView, byte[]> bake
    ) =>
        certificates
            .MapGet(
                $"/{{id:guid}}/badge.{format}",
                async Task<Results<FileContentHttpResult, ProblemHttpResult>> (
                    Guid id,
                    IMediator mediator,
                    CancellationToken token
                ) =>
                {
                    var found = await mediator.Send(new GetCredential(id), token);
                    return found.Refusal is { } refusal
                        ? refusal.ToProblem()
                        : TypedResults.File(bake(found.Value), contentType, $"{found.Value.Serial}.{format}");
                }
            )
            .WithSummary($"Download the badge as {format.ToUpperInvariant()}, a picture that holds the credential")
            .Produces<byte[]>(200, contentType)
            .Produces<Problem>(StatusCodes.Status409Conflict, Problems.ContentType);

    static async Task<Results<Made<CertificateView>, ProblemHttpResult>> IssueAsync(
        NewCertificate body,
        CertificateIssuing issuing,
        IMediator mediator,
        CancellationToken token
    )
    {
        var issued = await issuing.IssueAsync(body.EnrollmentId, token);
        return issued.Refusal is { } refusal ? refusal.ToProblem() : await MadeAsync(issued.Value, mediator, token);
    }

    static Task<Results<Made<CertificateView>, ProblemHttpResult>> MadeAsync(
        CertificateRow row,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.MakeAsync(
            new GetCertificate(row.CertificateId!.Value),
            c => ($"/api/v1/certificates/{c.Id}", c.Version),
            token
        );

    static Task<Results<Listed<CertificateView>, ProblemHttpResult>> ListAsync(
        [AsParameters] Paging paging,
        string? serial,
        Wire<CertificateState>? state,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.ListAsync(
            paging,
            (after, size) => new ListCertificates(null, state?.Value, serial, after, size),
            token
        );

    static Task<Results<Read<CertificateView>, ProblemHttpResult>> GetAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetCertificate(id), c => c.Version, token);

    static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> GetFileAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    )
    {
        var result = await mediator.Send(new GetCertificateFile(id), token);
        if (result.Refusal is { } refusal)
            return refusal.ToProblem();

        var file = result.Value;
        return TypedResults.Stream(
            file.Content,
            "application/pdf",
            $"{file.Serial}.pdf",
            entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{file.Hash}\"")
        );
    }

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetCredentialAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    )
    {
        var result = await mediator.Send(new GetCredential(id), token);
        return result.Refusal is { } refusal
            ? refusal.ToProblem()
            : Download(result.Value.Json, "application/vc+ld+json", $"{result.Value.Serial}.json");
    }

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetTokenAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    )
    {
        var result = await mediator.Send(new GetCredential(id), token);
        return result.Refusal is { } refusal
            ? refusal.ToProblem()
            : Download(result.Value.Token, "text/plain", $"{result.Value.Serial}.jwt");
    }

    static FileContentHttpResult Download(string text, string contentType, string name) =>
        TypedResults.Bytes(Encoding.UTF8.GetBytes(text), contentType, name);

    static async Task<Results<Made<CertificateView>, ProblemHttpResult>> ReplaceAsync(
        Guid id,
        CertificateReason body,
        HttpRequest request,
        CertificateIssuing issuing,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        if (problem is not null)
            return problem;
        var replaced = await issuing.ReplaceAsync(new ReplaceCertificate(id, body.Reason, version), token);
        return replaced.Refusal is { } refusal ? refusal.ToProblem() : await MadeAsync(replaced.Value, mediator, token);
    }

    static async Task<Results<Read<CertificateView>, ProblemHttpResult>> ChangeAsync(
        Guid id,
        CertificateVerb verb,
        CertificateReason body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem
            ?? await mediator.ReadAsync(new ChangeCertificate(id, verb, version, body.Reason), c => c.Version, token);
    }
}

/// <summary>The enrollment that a certificate is asked for.</summary>
public sealed record NewCertificate
{
    public required Guid EnrollmentId { get; init; }
}

/// <summary>Why, in 1 to 1,000 characters.</summary>
public sealed record CertificateReason
{
    public required string Reason { get; init; }
}
