using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>The credential of an issued certificate, for its holder's wallet.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record GetCredential(Guid CertificateId) : IQuery<CredentialView>;

/// <summary>A credential as it was issued, in both forms, with the certificate's serial.</summary>
public sealed record CredentialView
{
    public string Serial { get; init; } = "";

    /// <summary>Open Badges 3.0 with an embedded proof.</summary>
    public string Json { get; init; } = "";

    /// <summary>VC-JWT in compact form.</summary>
    public string Token { get; init; } = "";

    /// <summary>The certificate that it says the same as.</summary>
    public required CertificateSnapshot Certificate { get; init; }
}

sealed class GetCredentialHandler(Db db, RequestContext context)
    : IRequestHandler<GetCredential, Result<CredentialView>>
{
    public async Task<Result<CredentialView>> Handle(GetCredential request, CancellationToken cancellationToken)
    {
        var key = new { Id = request.CertificateId };
        var certificate = await db.FindAsync<CertificateView>(GetCertificateHandler.ById, key, cancellationToken);
        if (certificate is null)
            return Refusal.NotFound("certificate", request.CertificateId);
        if (GetCertificateHandler.Hides(certificate, context.Caller) is { } refusal)
            return refusal;
        if (certificate.IssuedAt is null)
            return CertificateErrors.FileNotReady;

        return await db.FindAsync<CredentialRow>(OfCertificate, key, cancellationToken) is { } row
            ? new CredentialView
            {
                Serial = row.Serial,
                Json = row.Json,
                Token = row.Token,
                Certificate = SnapshotJson.Read(row.Snapshot),
            }
            : CertificateErrors.NoCredential(certificate.Serial);
    }

    sealed record CredentialRow
    {
        public string Serial { get; init; } = "";
        public string Json { get; init; } = "";
        public string Token { get; init; } = "";
        public string Snapshot { get; init; } = "";
    }

    internal static readonly Sql OfCertificate = new(
        """
        SELECT t.Serial, c.Json, c.Token, t.Snapshot
        FROM CertificateCredentials c
        JOIN Certificates t ON t.Id = c.CertificateId
        WHERE c.CertificateId = @Id AND c.Json IS NOT NULL
        """
    );
}
