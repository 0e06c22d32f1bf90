using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Wallets;

/// <summary>
/// Hands a certificate's credential, as it was frozen with the certificate, to a wallet with an access token (OpenID for
/// Verifiable Credential Issuance 1.0, section 8). Both forms may be collected, and as often as the wallet likes while the
/// token counts. Open to everybody.
/// </summary>
/// <param name="AccessToken">As the wallet sent it.</param>
/// <param name="Form">Which form; null where the wallet named one that there isn't.</param>
/// <param name="Identified">Whether the wallet named it by an identifier.</param>
[Requires(Permission.ReadCatalog)]
public sealed record CollectCredential(string AccessToken, CredentialForm? Form, bool Identified)
    : ICommand<Collection>,
        ISecretAnswer;

/// <summary>The forms that a credential is issued in.</summary>
public enum CredentialForm
{
    /// <summary>Open Badges 3.0 with an embedded proof.</summary>
    Json,

    /// <summary>VC-JWT in compact form.</summary>
    Token,
}

public enum CollectionAnswer
{
    Collected,

    /// <summary>The access token isn't known, or doesn't count any more.</summary>
    TokenInvalid,

    /// <summary>There is no such form.</summary>
    FormUnknown,

    /// <summary>The wallet asked for identifiers and didn't use one, or used one without having asked.</summary>
    WronglyNamed,

    /// <summary>The certificate isn't in force any more.</summary>
    Denied,
}

/// <param name="Answer">What became of it.</param>
/// <param name="Credential">The stored text, to be handed on as it is; null unless it was collected.</param>
public sealed record Collection(CollectionAnswer Answer, string? Credential = null);

sealed class CollectCredentialHandler(Db db, AuditTrail audit, TimeProvider time)
    : IRequestHandler<CollectCredential, Result<Collection>>
{
    public async Task<Result<Collection>> Handle(CollectCredential request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var key = new { TokenHash = WalletSecrets.Hash(request.AccessToken) };
        var offer = await db.FindAsync<WalletOfferRow>(WalletOfferRow.ByToken, key, cancellationToken);
        if (offer?.HasToken(now) != true)
            return new Collection(CollectionAnswer.TokenInvalid);
        if (request.Identified != offer.Identified)
            return new Collection(CollectionAnswer.WronglyNamed);
        if (request.Form is not { } form)
            return new Collection(CollectionAnswer.FormUnknown);
        if (!offer.IsInForce(now))
            return new Collection(CollectionAnswer.Denied);

        await NoteAsync(offer, form, now, cancellationToken);
        var stored = await db.FindAsync<StoredCredential>(Stored, new { offer.CertificateId }, cancellationToken);
        return new Collection(CollectionAnswer.Collected, form == CredentialForm.Json ? stored!.Json : stored!.Token);
    }

    /// <summary>The first time for each form; a wallet that asks again changes nothing.</summary>
    async Task NoteAsync(WalletOfferRow offer, CredentialForm form, DateTimeOffset now, CancellationToken token)
    {
        if ((form == CredentialForm.Json ? offer.JsonCollectedAt : offer.TokenCollectedAt) is not null)
            return;

        var row = new
        {
            offer.CertificateId,
            offer.Version,
            JsonCollectedAt = form == CredentialForm.Json ? now : offer.JsonCollectedAt,
            TokenCollectedAt = form == CredentialForm.Token ? now : offer.TokenCollectedAt,
        };
        await db.ChangeAsync(Note, row, "wallet offer", token);
        audit.Record("certificate.collected", offer.CertificateId, new { Form = form });
    }

    sealed record StoredCredential
    {
        public string Json { get; init; } = "";
        public string Token { get; init; } = "";
    }

    internal static readonly Sql Note = new(
        """
        UPDATE WalletOffers
        SET JsonCollectedAt = @JsonCollectedAt, TokenCollectedAt = @TokenCollectedAt, Version = Version + 1
        WHERE CertificateId = @CertificateId AND Version = @Version
        """
    );

    internal static readonly Sql Stored = new(
        "SELECT Json, Token FROM CertificateCredentials WHERE CertificateId = @CertificateId"
    );
}
