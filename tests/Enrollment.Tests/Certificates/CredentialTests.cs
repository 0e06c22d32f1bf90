using System.Text;
using System.Text.Json;
using Enrollment.Accounts;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Credentials.Badges;
using Enrollment.Credentials.Issuers;
using Enrollment.Credentials.Status;
using Enrollment.Credentials.Verification;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Certificates;

/// <summary>The credential that comes with a certificate, judged by what the installation publishes.</summary>
public sealed class CredentialTests
{
    [Fact]
    public async Task A_certificate_is_issued_with_a_credential_in_both_forms()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync(course =>
            course with
            {
                TitleLocal = "Станки с ЧПУ",
                TitleLanguage = "ru",
                Alignments =
                [
                    new CourseAlignment
                    {
                        Name = "metal drawing machine operator",
                        Url = "http://data.europa.eu/esco/occupation/8b5c1b7c",
                        Code = "7223.4",
                        Framework = "ESCO",
                    },
                ],
                ValidityMonths = 12,
            }
        );
        var credential = await system.DoAsync(new GetCredential(certificate.Id));
        credential.Serial.ShouldBe(certificate.Serial);

        using var json = JsonDocument.Parse(credential.Json);
        var subject = json.RootElement.GetProperty("credentialSubject");
        subject.GetProperty("licenseNumber").GetString().ShouldBe(certificate.Serial);
        var achievement = subject.GetProperty("achievement");
        achievement.GetProperty("alignment")[0].GetProperty("targetCode").GetString().ShouldBe("7223.4");
        achievement.GetProperty("related")[0].GetProperty("inLanguage").GetString().ShouldBe("ru");
        json.RootElement.GetProperty("validUntil").GetString().ShouldBe("2027-03-10T19:00:00Z");

        (await AnswersAsync(system, certificate)).ShouldBe((Verdict.Valid, Verdict.Valid));
    }

    [Fact]
    public async Task Titles_in_further_languages_make_variants_where_there_are_words_for_badges()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync(course =>
            course with
            {
                TitleLocal = "Дәнекерлеу",
                TitleLanguage = "kk",
                FurtherTitles = [new("ru", "Сварка"), new("ar", "اللحام"), new("zh", "焊接")],
            }
        );
        using var json = JsonDocument.Parse((await system.DoAsync(new GetCredential(certificate.Id))).Json);
        var snapshot = (await system.DoAsync(new VerifyCertificate(certificate.VerificationCode))).Certificate!;
        var center = snapshot.Credential!.CenterCode;
        var view = await system.DoAsync(new GetAchievement(center, snapshot.CourseCode, 1), Caller.Anonymous);

        json.RootElement.GetProperty("credentialSubject")
            .GetProperty("achievement")
            .GetProperty("related")
            .EnumerateArray()
            .Select(other => other.GetProperty("inLanguage").GetString())
            .ShouldBe(["kk", "ru", "zh"]);
        (await AnswersAsync(system, certificate)).ShouldBe((Verdict.Valid, Verdict.Valid));
        Encoding.UTF8.GetString(system.Issuer.Achievement(view, "zh")!).ShouldContain("焊接");
        system.Issuer.Achievement(view, "ar").ShouldBeNull();
    }

    [Fact]
    public async Task The_holder_is_known_by_name_and_by_address_to_whoever_knows_them()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        var name = (await system.DoAsync(new VerifyCertificate(certificate.VerificationCode)))
            .Certificate!
            .Names[0]
            .Text;
        using var json = JsonDocument.Parse((await system.DoAsync(new GetCredential(certificate.Id))).Json);

        var identities = json
            .RootElement.GetProperty("credentialSubject")
            .GetProperty("identifier")
            .EnumerateArray()
            .ToDictionary(
                identity => identity.GetProperty("identityType").GetString()!,
                identity => new HashedIdentity(
                    "any",
                    identity.GetProperty("salt").GetString()!,
                    identity.GetProperty("identityHash").GetString()!
                )
            );
        identities["name"].IsOf(name).ShouldBeTrue();
        identities["name"].IsOf(name + " ").ShouldBeFalse();
        json.RootElement.GetRawText().ShouldNotContain(name);
    }

    [Fact]
    public async Task The_status_list_tells_what_became_of_the_certificate()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();

        await ChangeAsync(CertificateVerb.Suspend);
        (await AnswersAsync(system, certificate)).ShouldBe((Verdict.Revoked, Verdict.Revoked));
        (await ListAsync(system)).Suspended.Count.ShouldBe(1);
        (await system.DoAsync(new VerifyCertificate(certificate.VerificationCode))).Answer.ShouldBe(
            VerificationAnswer.Suspended
        );

        await ChangeAsync(CertificateVerb.Resume);
        (await AnswersAsync(system, certificate)).ShouldBe((Verdict.Valid, Verdict.Valid));
        (await ListAsync(system)).Suspended.ShouldBeEmpty();

        await ChangeAsync(CertificateVerb.Revoke);
        (await AnswersAsync(system, certificate)).ShouldBe((Verdict.Revoked, Verdict.Revoked));
        await ChangeAsync(CertificateVerb.Reinstate);
        (await AnswersAsync(system, certificate)).ShouldBe((Verdict.Valid, Verdict.Valid));

        var second = await system.ReplaceAsync(certificate.Id);
        (await AnswersAsync(system, certificate)).ShouldBe((Verdict.Revoked, Verdict.Revoked));
        (await AnswersAsync(system, second)).ShouldBe((Verdict.Valid, Verdict.Valid));

        Task ChangeAsync(CertificateVerb verb) =>
            system.DoAsync(new ChangeCertificate(certificate.Id, verb, null, "As a test."));
    }

    [Fact]
    public async Task Two_certificates_have_nothing_in_common_that_ties_their_holders_together()
    {
        await using var system = new TestSystem();
        var first = await FactsAsync(await system.AddCertificateAsync());
        var second = await FactsAsync(await system.AddCertificateAsync());

        (second.Id, second.SubjectId).ShouldNotBe((first.Id, first.SubjectId));
        second.Holder[0].Salt.ShouldNotBe(first.Holder[0].Salt);
        (second.StatusList, second.StatusIndex).ShouldNotBe((first.StatusList, first.StatusIndex));

        async Task<CredentialFacts> FactsAsync(CertificateView certificate) =>
            (await system.DoAsync(new VerifyCertificate(certificate.VerificationCode))).Certificate!.Credential!;
    }

    [Fact, OnlyOn(DatabaseEngine.Sqlite)]
    public async Task A_list_that_is_full_is_followed_by_another()
    {
        await using var system = new TestSystem();
        await system.AddCertificateAsync();
        system.Execute(
            """
            PRAGMA foreign_keys = OFF;
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 131071)
            INSERT OR IGNORE INTO CertificateCredentials (CertificateId, StatusList, StatusIndex)
            SELECT printf('%08x-0000-7000-8000-%012x', i, i), 1, i FROM n;
            """
        );

        var next = await system.AddCertificateAsync();
        var facts = (await system.DoAsync(new VerifyCertificate(next.VerificationCode))).Certificate!.Credential!;
        facts.StatusList.ShouldBe(2);
        (await AnswersAsync(system, next, list: 2)).ShouldBe((Verdict.Valid, Verdict.Valid));
        (await system.RefusedAsync(new GetStatusList(3))).Code.ShouldBe("status_list_not_found");
    }

    [Fact]
    public async Task What_is_being_made_has_no_credential_yet()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var trainee = await system.AddTraineeAsync(cohort.Id);
        await system.DecideAsync(cohort.CenterId, [trainee]);
        var prepared = await system.DoAsync(new PrepareCertificate(trainee), Callers.Registrar);

        (await system.RefusedAsync(new GetCredential(prepared.CertificateId!.Value))).Code.ShouldBe("file_not_ready");
    }

    [Fact]
    public async Task An_achievement_is_published_in_the_languages_of_its_course()
    {
        await using var system = new TestSystem();
        var course = await system.AddCourseAsync(fields =>
            fields with
            {
                TitleLocal = "Станки с ЧПУ",
                TitleLanguage = "ru",
            }
        );
        var cohort = await system.AddCohortAsync(courseVersionId: course.VersionId);
        var center = await system.DoAsync(new GetCenter(cohort.CenterId));
        var view = await system.DoAsync(new GetAchievement(center.Code, course.Code, course.Version));

        Name("en").ShouldBe(course.Title);
        Name("ru").ShouldBe("Станки с ЧПУ");
        system.Issuer.Achievement(view, "kk").ShouldBeNull();
        (await system.RefusedAsync(new GetAchievement(center.Code, course.Code, 2))).Code.ShouldBe(
            "achievement_not_found"
        );

        string? Name(string language)
        {
            using var json = JsonDocument.Parse(system.Issuer.Achievement(view, language)!);
            return json.RootElement.GetProperty("name").GetString();
        }
    }

    static Task<StatusListPlaces> ListAsync(TestSystem system, int number = 1) =>
        system.DoAsync(new GetStatusList(number), Caller.Anonymous);

    /// <summary>What a stranger finds of the JSON and of the token with the published list at hand.</summary>
    static async Task<(Verdict Json, Verdict Token)> AnswersAsync(
        TestSystem system,
        CertificateView certificate,
        int list = 1
    )
    {
        var now = system.Clock.GetUtcNow();
        var document = DidDocument.Read(IssuerDocuments.DidDocument(TestSystem.IssuerKeys));
        var places = await ListAsync(system, list);
        var published = system.Issuer.IssueStatusList(
            list,
            StatusPurpose.Revocation,
            places.Ended,
            now,
            TimeSpan.FromDays(1)
        );
        var (answer, verified) = new CredentialVerifier([document], []).VerifyList(published.Json, now);
        answer.Verdict.ShouldBe(Verdict.Valid);
        var verifier = new CredentialVerifier([document], [verified!]);
        var credential = await system.DoAsync(new GetCredential(certificate.Id));
        return (
            verifier.Verify(Encoding.UTF8.GetBytes(credential.Json), now).Verdict,
            verifier.Verify(Encoding.UTF8.GetBytes(credential.Token), now).Verdict
        );
    }
}
