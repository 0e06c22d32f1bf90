using Enrollment.Certificates;
using Enrollment.Certificates.Wallets;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;
using static Enrollment.Tests.Certificates.Wallets.WalletSteps;

namespace Enrollment.Tests.Certificates.Wallets;

/// <summary>How offers of a certificate's credential to a wallet end.</summary>
public sealed class WalletOfferEndTests
{
    [Fact]
    public async Task An_offer_ends_after_three_days_and_a_token_after_ten_minutes()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        var late = await OfferAsync(system, certificate.Id);
        system.Clock.Advance(TimeSpan.FromHours(72));
        (await RedeemAsync(system, late, late.Made.TransactionCode)).ShouldBe(RedemptionAnswer.NoOffer);
        (await system.DoAsync(new GetWalletOffer(certificate.Id))).State.ShouldBe(WalletOfferState.Expired);
        (await system.RefusedAsync(new OpenWalletOffer(late.Made.Secret))).Code.ShouldBe("wallet_offer_not_found");

        var timely = await OfferAsync(system, certificate.Id);
        system.Clock.Advance(TimeSpan.FromHours(72) - TimeSpan.FromSeconds(1));
        var token = await TokenAsync(system, timely);
        system.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        (await CollectAsync(system, token, CredentialForm.Json)).Answer.ShouldBe(CollectionAnswer.Collected);
        system.Clock.Advance(TimeSpan.FromSeconds(1));
        (await CollectAsync(system, token, CredentialForm.Json)).Answer.ShouldBe(CollectionAnswer.TokenInvalid);
    }

    [Fact]
    public async Task A_code_is_redeemed_once()
    {
        await using var system = new TestSystem();
        var offer = await OfferAsync(system, (await system.AddCertificateAsync()).Id);
        var token = await TokenAsync(system, offer);

        (await RedeemAsync(system, offer, offer.Made.TransactionCode)).ShouldBe(RedemptionAnswer.NoOffer);
        (await system.RefusedAsync(new OpenWalletOffer(offer.Made.Secret))).Code.ShouldBe("wallet_offer_not_found");
        (await CollectAsync(system, token, CredentialForm.Json)).Answer.ShouldBe(CollectionAnswer.Collected);
    }

    [Fact]
    public async Task A_second_offer_ends_the_first_and_its_token()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        var first = await OfferAsync(system, certificate.Id);
        var second = await OfferAsync(system, certificate.Id);
        (await RedeemAsync(system, first, first.Made.TransactionCode)).ShouldBe(RedemptionAnswer.NoOffer);

        var token = await TokenAsync(system, second);
        var third = await OfferAsync(system, certificate.Id);
        (await CollectAsync(system, token, CredentialForm.Json)).Answer.ShouldBe(CollectionAnswer.TokenInvalid);
        await TokenAsync(system, third);
        third.Made.Version.ShouldBe(4);
    }

    [Fact]
    public async Task A_withdrawn_offer_is_redeemed_no_more_and_its_token_collects_nothing()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        (await system.RefusedAsync(new WithdrawWalletOffer(certificate.Id, null))).Code.ShouldBe(
            "wallet_offer_not_found"
        );
        var offer = await OfferAsync(system, certificate.Id);
        (await system.RefusedAsync(new WithdrawWalletOffer(certificate.Id, 7))).Kind.ShouldBe(RefusalKind.Stale);
        var withdrawn = await system.DoAsync(new WithdrawWalletOffer(certificate.Id, 1), Callers.Registrar);
        withdrawn.State.ShouldBe(WalletOfferState.Withdrawn);
        withdrawn.ShouldBe(await system.DoAsync(new GetWalletOffer(certificate.Id)));
        (await RedeemAsync(system, offer, offer.Made.TransactionCode)).ShouldBe(RedemptionAnswer.NoOffer);

        var token = await TokenAsync(system, await OfferAsync(system, certificate.Id));
        await system.DoAsync(new WithdrawWalletOffer(certificate.Id, null), Callers.Registrar);
        (await CollectAsync(system, token, CredentialForm.Json)).Answer.ShouldBe(CollectionAnswer.TokenInvalid);
    }

    [Theory]
    [InlineData(CertificateVerb.Suspend)]
    [InlineData(CertificateVerb.Revoke)]
    public async Task A_certificate_that_lost_its_force_is_neither_offered_nor_handed_over(CertificateVerb verb)
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        var offer = await OfferAsync(system, certificate.Id);
        await system.DoAsync(new ChangeCertificate(certificate.Id, verb, null, "As a test."));
        (await system.RefusedAsync(new OfferToWallet(certificate.Id))).Code.ShouldBe("certificate_not_in_force");
        (await RedeemAsync(system, offer, offer.Made.TransactionCode)).ShouldBe(RedemptionAnswer.NoOffer);

        var back = verb == CertificateVerb.Suspend ? CertificateVerb.Resume : CertificateVerb.Reinstate;
        await system.DoAsync(new ChangeCertificate(certificate.Id, back, null, "As a test."));
        var token = await TokenAsync(system, offer);
        await system.DoAsync(new ChangeCertificate(certificate.Id, verb, null, "As a test."));
        (await CollectAsync(system, token, CredentialForm.Json)).ShouldBe(new(CollectionAnswer.Denied));
    }

    [Fact]
    public async Task A_replaced_certificate_is_neither_offered_nor_handed_over_and_the_new_one_is()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        var token = await TokenAsync(system, await OfferAsync(system, certificate.Id));
        var replacement = await system.ReplaceAsync(certificate.Id);

        (await CollectAsync(system, token, CredentialForm.Token)).Answer.ShouldBe(CollectionAnswer.Denied);
        (await system.RefusedAsync(new OfferToWallet(certificate.Id))).Code.ShouldBe("certificate_not_in_force");
        await OfferAsync(system, replacement.Id);
    }

    [Fact]
    public async Task An_expired_certificate_is_neither_offered_nor_handed_over()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync(course => course with { ValidityMonths = 1 });
        // Valid to the end of 10 April in Almaty: 19:00 by UTC.
        system.Clock.SetUtcNow(new(2026, 4, 10, 18, 55, 0, TimeSpan.Zero));
        var token = await TokenAsync(system, await OfferAsync(system, certificate.Id));
        var open = await OfferAsync(system, certificate.Id);
        token = await TokenAsync(system, open);
        (await CollectAsync(system, token, CredentialForm.Json)).Answer.ShouldBe(CollectionAnswer.Collected);

        system.Clock.Advance(TimeSpan.FromMinutes(5));

        (await CollectAsync(system, token, CredentialForm.Json)).Answer.ShouldBe(CollectionAnswer.Denied);
        (await system.RefusedAsync(new OfferToWallet(certificate.Id))).Code.ShouldBe("certificate_expired");
    }

    [Fact]
    public async Task Offers_that_ended_a_month_ago_are_removed()
    {
        await using var system = new TestSystem();
        var redeemed = (await system.AddCertificateAsync()).Id;
        var open = (await system.AddCertificateAsync()).Id;
        var recent = (await system.AddCertificateAsync()).Id;
        await TokenAsync(system, await OfferAsync(system, redeemed));
        await OfferAsync(system, open);
        system.Clock.Advance(TimeSpan.FromHours(1));
        await OfferAsync(system, recent);

        system.Clock.SetUtcNow(TestSystem.Start.AddDays(33).AddMinutes(1));
        (await system.DoAsync(new ClearWalletOffers(1))).ShouldBe(1);
        (await system.DoAsync(new ClearWalletOffers())).ShouldBe(1);
        (await system.DoAsync(new ClearWalletOffers())).ShouldBe(0);

        (await system.RefusedAsync(new GetWalletOffer(redeemed))).Code.ShouldBe("wallet_offer_not_found");
        (await system.RefusedAsync(new GetWalletOffer(open))).Code.ShouldBe("wallet_offer_not_found");
        (await system.DoAsync(new GetWalletOffer(recent))).State.ShouldBe(WalletOfferState.Expired);
    }
}
