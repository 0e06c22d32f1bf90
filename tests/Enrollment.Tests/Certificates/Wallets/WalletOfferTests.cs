using Dapper;
using Enrollment.Accounts;
using Enrollment.Certificates;
using Enrollment.Certificates.Wallets;
using Enrollment.Pipeline;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Enrollment.Tests.Certificates.Wallets.WalletSteps;

namespace Enrollment.Tests.Certificates.Wallets;

/// <summary>Offers of a certificate's credential to a wallet, as they are made, redeemed and collected.</summary>
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

    /// <summary>Each has read the open offer before any of them may change it.</summary>
    [Fact]
    [OnlyOn(DatabaseEngine.PostgreSql, DatabaseEngine.SqlServer)]
    public async Task Of_wallets_that_all_saw_the_open_offer_one_gets_it()
    {
        await using var system = new TestSystem();
        var offer = await OfferAsync(system, (await system.AddCertificateAsync()).Id);
        using var database = new TestDatabase(system.Options);
        await using var connection = database.Open();
        await using var held = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync("UPDATE WalletOffers SET WrongCodes = WrongCodes", transaction: held);

        var wallets = Enumerable
            .Range(0, 4)
            .Select(_ => Task.Run(() => RedeemAsync(system, offer, offer.Made.TransactionCode)))
            .ToList();
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        await held.CommitAsync(TestContext.Current.CancellationToken);

        (await Task.WhenAll(wallets))
            .Order()
            .ShouldBe([
                RedemptionAnswer.Granted,
                RedemptionAnswer.NoOffer,
                RedemptionAnswer.NoOffer,
                RedemptionAnswer.NoOffer,
            ]);
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
}
