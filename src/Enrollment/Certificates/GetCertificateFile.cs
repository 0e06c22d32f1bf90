using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>The PDF as it was issued, byte for byte.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record GetCertificateFile(Guid Id) : IQuery<CertificateFile>;

/// <summary>The open file (whoever asked disposes it), its serial, and its SHA-256.</summary>
public sealed record CertificateFile(Stream Content, string Serial, string Hash);

sealed class GetCertificateFileHandler(Db db, RequestContext context, IFileStore files)
    : IRequestHandler<GetCertificateFile, Result<CertificateFile>>
{
    public async Task<Result<CertificateFile>> Handle(GetCertificateFile request, CancellationToken cancellationToken)
    {
        var view = await db.FindAsync<CertificateView>(
            GetCertificateHandler.ById,
            new { request.Id },
            cancellationToken
        );
        if (view is null)
            return Refusal.NotFound("certificate", request.Id);
        if (GetCertificateHandler.Hides(view, context.Caller) is { } refusal)
            return refusal;
        if (view.FileHash is not { } hash)
            return CertificateErrors.FileNotReady;

        var content =
            await files.OpenAsync(hash, cancellationToken)
            ?? throw new InvalidDataException($"The file {hash} of certificate {view.Serial} isn't in the store.");
        return new CertificateFile(content, view.Serial, hash);
    }
}
