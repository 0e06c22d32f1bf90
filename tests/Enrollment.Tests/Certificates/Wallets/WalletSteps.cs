using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Certificates.Wallets;
using Enrollment.Tests.Testing;
using Shouldly;

namespace Enrollment.Tests.Certificates.Wallets;

/// <summary>What a registrar and a wallet do one after another.</summary>
static class WalletSteps
{
    internal static async Task<(MadeWalletOffer Made, string Code)> OfferAsync(TestSystem system, Guid certificateId)
    {
        var made = await system.DoAsync(new OfferToWallet(certificateId), Callers.Registrar);
        return (made, (await system.DoAsync(new OpenWalletOffer(made.Secret), Caller.Anonymous)).Code);
    }

    internal static async Task<RedemptionAnswer> RedeemAsync(
        TestSystem system,
        (MadeWalletOffer Made, string Code) offer,
        string? transactionCode
    ) => (await system.DoAsync(new RedeemWalletOffer(offer.Code, transactionCode), Caller.Anonymous)).Answer;

    internal static async Task<string> TokenAsync(
        TestSystem system,
        (MadeWalletOffer Made, string Code) offer,
        bool identified = false
    )
    {
        var request = new RedeemWalletOffer(offer.Code, offer.Made.TransactionCode, identified);
        var redeemed = await system.DoAsync(request, Caller.Anonymous);
        redeemed.Answer.ShouldBe(RedemptionAnswer.Granted);
        return redeemed.AccessToken.ShouldNotBeNull();
    }

    internal static Task<Collection> CollectAsync(
        TestSystem system,
        string token,
        CredentialForm? form,
        bool identified = false
    ) => system.DoAsync(new CollectCredential(token, form, identified), Caller.Anonymous);

    internal static async Task<IReadOnlyList<(string, string)>> TrailAsync(TestSystem system, Guid certificateId)
    {
        var page = await system.DoAsync(new ListAuditEvents(certificateId, null, 100));
        return
        [
            .. page
                .Items.Where(one => one.Action.Contains("wallet") || one.Action == "certificate.collected")
                .Select(one => (one.ActorId, one.Action)),
        ];
    }

    internal static string Wrong((MadeWalletOffer Made, string Code) offer) =>
        offer.Made.TransactionCode == "000000" ? "111111" : "000000";
}
