using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Certificates;
using Enrollment.Certificates.Wallets;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Certificates.Wallets;

/// <summary>Offers of a certificate's credential to a wallet, as they are made, redeemed, collected and ended.</summary>
public sealed class WalletOfferTests
{
    [Fact]
    public async Task A_wallet_with_both_codes_collects_the_frozen_credential_in_both_forms()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        var stored = await system.DoAsync(new GetCredential(certificate.Id));
        var offer = await OfferAsync(system, certificate.Id);
        offer.Made.EndsAt.ShouldBe(TestSystem.Start.AddHours(72));

        var token = await TokenAsync(system, offer);

        (await CollectAsync(system, token, CredentialForm.Json)).ShouldBe(new(CollectionAnswer.Collected, stored.Json));
        (await CollectAsync(system, token, CredentialForm.Token)).ShouldBe(
            new(CollectionAnswer.Collected, stored.Token)
        );
        (await CollectAsync(system, token, CredentialForm.Json)).Credential.ShouldBe(stored.Json);
        var view = await system.DoAsync(new GetWalletOffer(certificate.Id));
        (view.State, view.RedeemedAt, view.JsonCollectedAt, view.TokenCollectedAt).ShouldBe(
            (WalletOfferState.Redeemed, TestSystem.Start, TestSystem.Start, TestSystem.Start)
        );
        (await TrailAsync(system, certificate.Id)).ShouldBe([
            ("u-registrar", "certificate.wallet-offered"),
            ("anonymous", "certificate.wallet-offer-redeemed"),
            ("anonymous", "certificate.collected"),
            ("anonymous", "certificate.collected"),
        ]);
    }

    [Fact]
    public async Task Neither_the_table_nor_the_audit_trail_has_a_code_or_token()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        var offer = await OfferAsync(system, certificate.Id);
        await RedeemAsync(system, offer, "wrong!");
        var token = await TokenAsync(system, offer);
        await CollectAsync(system, token, CredentialForm.Json);

        var written = string.Join(
            '\n',
            await system.QueryAsync<string>(
                """
                SELECT CONCAT(CodeHash, ' ', TransactionHash, ' ', TokenHash) FROM WalletOffers
                UNION ALL SELECT Details FROM AuditEvents WHERE Details IS NOT NULL
                """
            )
        );

        foreach (var secret in new[] { offer.Made.Secret, offer.Code, token })
            written.ShouldNotContain(secret);
        written.ShouldNotContain($"\"{offer.Made.TransactionCode}\"");
        written.ShouldNotContain(WalletSecrets.Hash(offer.Made.TransactionCode));
    }

    [Fact]
    public async Task After_five_wrong_transaction_codes_the_right_one_is_refused_too()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        var offer = await OfferAsync(system, certificate.Id);

        (await RedeemAsync(system, offer, null)).ShouldBe(RedemptionAnswer.TransactionCodeMissing);
        (await RedeemAsync(system, offer, "")).ShouldBe(RedemptionAnswer.TransactionCodeMissing);
        for (var i = 0; i < 5; i++)
            (await RedeemAsync(system, offer, Wrong(offer))).ShouldBe(RedemptionAnswer.TransactionCodeWrong);

        (await RedeemAsync(system, offer, offer.Made.TransactionCode)).ShouldBe(RedemptionAnswer.NoOffer);
        (await system.RefusedAsync(new OpenWalletOffer(offer.Made.Secret))).Code.ShouldBe("wallet_offer_not_found");
        var view = await system.DoAsync(new GetWalletOffer(certificate.Id));
        (view.State, view.WrongCodes).ShouldBe((WalletOfferState.Locked, 5));
        (await system.RefusedAsync(new WithdrawWalletOffer(certificate.Id, null))).Code.ShouldBe("wallet_offer_over");
    }

    [Fact]
    public async Task Four_wrong_transaction_codes_leave_the_offer_as_it_is()
    {
        await using var system = new TestSystem();
        var offer = await OfferAsync(system, (await system.AddCertificateAsync()).Id);
        for (var i = 0; i < 4; i++)
            await RedeemAsync(system, offer, Wrong(offer));

        await TokenAsync(system, offer);
    }

    [Fact]
    public async Task Of_wallets_that_come_at_the_same_moment_one_gets_it()
    {
        await using var system = new TestSystem();
        var offer = await OfferAsync(system, (await system.AddCertificateAsync()).Id);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => Task.Run(() => RedeemAsync(system, offer, offer.Made.TransactionCode)))
        );

        answers.Count(answer => answer == RedemptionAnswer.Granted).ShouldBe(1);
        answers.Count(answer => answer == RedemptionAnswer.NoOffer).ShouldBe(11);
    }

    [Fact]
    public async Task Guesses_at_the_same_moment_are_all_counted()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        var offer = await OfferAsync(system, certificate.Id);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => Task.Run(() => RedeemAsync(system, offer, Wrong(offer))))
        );

        answers.Count(answer => answer == RedemptionAnswer.TransactionCodeWrong).ShouldBe(5);
        (await system.DoAsync(new GetWalletOffer(certificate.Id))).State.ShouldBe(WalletOfferState.Locked);
    }

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
    public async Task A_wallet_that_asked_for_identifiers_names_the_credential_by_one()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        var plain = await TokenAsync(system, await OfferAsync(system, certificate.Id));
        (await CollectAsync(system, plain, CredentialForm.Json, identified: true)).Answer.ShouldBe(
            CollectionAnswer.WronglyNamed
        );
        (await CollectAsync(system, plain, null)).Answer.ShouldBe(CollectionAnswer.FormUnknown);

        var identified = await TokenAsync(system, await OfferAsync(system, certificate.Id), identified: true);
        (await CollectAsync(system, identified, CredentialForm.Json)).Answer.ShouldBe(CollectionAnswer.WronglyNamed);
        (await CollectAsync(system, identified, CredentialForm.Json, identified: true)).Answer.ShouldBe(
            CollectionAnswer.Collected
        );
    }

    [Fact]
    public async Task A_certificate_that_isnt_there_or_is_being_made_is_not_offered()
    {
        await using var system = new TestSystem();
        (await system.RefusedAsync(new OfferToWallet(Ids.Random()))).Code.ShouldBe("certificate_not_found");
        var cohort = await system.AddCohortAsync();
        var trainee = await system.AddTraineeAsync(cohort.Id);
        await system.DecideAsync(cohort.CenterId, [trainee]);
        var prepared = (await system.DoAsync(new PrepareCertificate(trainee), Callers.Registrar)).CertificateId!.Value;
        (await system.RefusedAsync(new OfferToWallet(prepared))).Code.ShouldBe("certificate_not_in_force");

        var certificate = await system.AddCertificateAsync();
        foreach (
            var caller in new[]
            {
                Caller.Anonymous,
                Callers.Instructor,
                Callers.Manager,
                Callers.Student(certificate.PersonId),
            }
        )
        {
            (await system.RefusedAsync(new OfferToWallet(certificate.Id), caller)).Kind.ShouldBeOneOf(
                RefusalKind.Forbidden,
                RefusalKind.Unauthenticated
            );
        }
    }

    [Theory]
    [InlineData("http://enroll.example.org/", "public_address_not_https")]
    [InlineData("http://127.0.0.1:5080/", null)]
    public async Task No_wallet_takes_anything_without_TLS_but_on_a_developers_machine(string address, string? code)
    {
        await using var system = new TestSystem(configure: services =>
            services.AddSingleton(new CertificateOptions(new Uri(address), Specimen: false))
        );
        var certificate = await system.AddCertificateAsync();

        var offered = await system.SendAsync(new OfferToWallet(certificate.Id), Callers.Registrar);

        offered.Refusal?.Code.ShouldBe(code);
        (offered.Refusal is null).ShouldBe(code is null);
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

    static async Task<(MadeWalletOffer Made, string Code)> OfferAsync(TestSystem system, Guid certificateId)
    {
        var made = await system.DoAsync(new OfferToWallet(certificateId), Callers.Registrar);
        return (made, (await system.DoAsync(new OpenWalletOffer(made.Secret), Caller.Anonymous)).Code);
    }

    static async Task<RedemptionAnswer> RedeemAsync(
        TestSystem system,
        (MadeWalletOffer Made, string Code) offer,
        string? transactionCode
    ) => (await system.DoAsync(new RedeemWalletOffer(offer.Code, transactionCode), Caller.Anonymous)).Answer;

    static async Task<string> TokenAsync(
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

    static Task<Collection> CollectAsync(
        TestSystem system,
        string token,
        CredentialForm? form,
        bool identified = false
    ) => system.DoAsync(new CollectCredential(token, form, identified), Caller.Anonymous);

    static async Task<IReadOnlyList<(string, string)>> TrailAsync(TestSystem system, Guid certificateId)
    {
        var page = await system.DoAsync(new ListAuditEvents(certificateId, null, 100));
        return
        [
            .. page
                .Items.Where(one => one.Action.Contains("wallet") || one.Action == "certificate.collected")
                .Select(one => (one.ActorId, one.Action)),
        ];
    }

    static string Wrong((MadeWalletOffer Made, string Code) offer) =>
        offer.Made.TransactionCode == "000000" ? "111111" : "000000";
}
