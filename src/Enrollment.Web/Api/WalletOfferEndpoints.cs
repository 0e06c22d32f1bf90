using Enrollment.Certificates.Wallets;
using Enrollment.Documents.QrCodes;
using Enrollment.Web.Wallets;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>Offers of a certificate's credential to its holder's wallet.</summary>
static class WalletOfferEndpoints
{
    internal static void MapWalletOffers(this RouteGroupBuilder api)
    {
        var offer = api.MapGroup("/certificates/{id:guid}/wallet-offer").WithTags("Certificates");
        offer
            .MapPost("/", OfferAsync)
            .WithSummary("Offer the credential to the holder's wallet")
            .WithDescription(
                "Show or send the link or its QR code, and give the transaction code by another way: both are told this "
                    + "once. The former offer of the certificate ends."
            );
        offer.MapGet("/", GetAsync).WithSummary("Read how far the last offer to a wallet is");
        offer
            .MapPost("/withdraw", WithdrawAsync)
            .WithSummary("Take an offer to a wallet back")
            .WithDescription("If-Match is optional. What a wallet has collected, it keeps.");
    }

    static async Task<Results<Read<WalletOffer>, ProblemHttpResult>> OfferAsync(
        Guid id,
        HttpResponse response,
        WalletAddresses addresses,
        IMediator mediator,
        CancellationToken token
    )
    {
        response.Headers.CacheControl = "no-store";
        var made = await mediator.Send(new OfferToWallet(id), token);
        if (made.Refusal is { } refusal)
            return refusal.ToProblem();

        var link = addresses.Link(made.Value.Secret);
        var offer = new WalletOffer(link, QrScreen.Bare(link), made.Value.TransactionCode, made.Value.EndsAt);
        return new Read<WalletOffer>(offer, made.Value.Version);
    }

    static Task<Results<Read<WalletOfferView>, ProblemHttpResult>> GetAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetWalletOffer(id), offer => offer.Version, token);

    static async Task<Results<Read<WalletOfferView>, ProblemHttpResult>> WithdrawAsync(
        Guid id,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem ?? await mediator.ReadAsync(new WithdrawWalletOffer(id, version), offer => offer.Version, token);
    }
}

/// <summary>An offer to a wallet with both of its codes.</summary>
/// <param name="Link">Opens a wallet on the device that it is opened on.</param>
/// <param name="QrCode">
/// The same as a QR code for another device's wallet, as SVG; null where the public address is too long for one.
/// </param>
/// <param name="TransactionCode">Six digits that the holder types: not to be told where the link is.</param>
/// <param name="EndsAt">When the wallet must have come.</param>
public sealed record WalletOffer(string Link, string? QrCode, string TransactionCode, DateTimeOffset EndsAt);
