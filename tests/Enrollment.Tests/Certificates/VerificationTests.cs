using Enrollment.Assessments;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.People;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Certificates;

/// <summary>Rules 24 to 27, asked as a stranger asks.</summary>
public sealed class VerificationTests
{
    [Fact]
    public async Task A_certificate_is_valid_then_revoked_then_reinstated()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        var valid = await VerifyAsync(system, certificate.VerificationCode);
        (valid.Answer, valid.EndedAt, valid.FileHash).ShouldBe((VerificationAnswer.Valid, null, certificate.FileHash));
        valid.Certificate!.Serial.ShouldBe(certificate.Serial);

        await ChangeAsync(system, certificate.Id, CertificateVerb.Revoke);
        var revoked = await VerifyAsync(system, certificate.VerificationCode);
        (revoked.Answer, revoked.EndedAt).ShouldBe((VerificationAnswer.Revoked, TestSystem.Start));

        await ChangeAsync(system, certificate.Id, CertificateVerb.Reinstate);
        (await VerifyAsync(system, certificate.VerificationCode)).Answer.ShouldBe(VerificationAnswer.Valid);
        (
            await system.QueryAsync<string>("SELECT Action FROM AuditEvents WHERE Action LIKE 'certificate.re%'")
        ).ShouldBe(["certificate.revoke", "certificate.reinstate"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_replaced_certificate_names_the_code_of_the_new_one_and_so_along_the_chain()
    {
        await using var system = new TestSystem();
        var first = await system.AddCertificateAsync();
        var second = await system.ReplaceAsync(first.Id);
        var third = await system.ReplaceAsync(second.Id);

        (await AnswerAsync(first)).ShouldBe((VerificationAnswer.Replaced, second.VerificationCode));
        (await AnswerAsync(second)).ShouldBe((VerificationAnswer.Replaced, third.VerificationCode));
        (await AnswerAsync(third)).ShouldBe((VerificationAnswer.Valid, null));
        (third.ReplacesId, second.ReplacesId).ShouldBe((second.Id, first.Id));
        (await system.RefusedAsync(new ReplaceCertificate(first.Id, "Again."))).Code.ShouldBe("certificate_not_issued");

        async Task<(VerificationAnswer, string?)> AnswerAsync(CertificateView certificate)
        {
            var verification = await VerifyAsync(system, certificate.VerificationCode);
            return (verification.Answer, verification.ReplacedByCode);
        }
    }

    [Fact]
    public async Task A_certificate_is_valid_to_the_end_of_its_last_day_at_the_center()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync(course => course with { ValidityMonths = 12 });
        certificate.ExpiresOn.ShouldBe(new DateOnly(2027, 3, 10));
        var end = new DateTimeOffset(2027, 3, 10, 19, 0, 0, TimeSpan.Zero);

        system.Clock.AdjustTime(end.AddTicks(-1));
        (await VerifyAsync(system, certificate.VerificationCode)).Answer.ShouldBe(VerificationAnswer.Valid);
        system.Clock.AdjustTime(end);
        (await VerifyAsync(system, certificate.VerificationCode)).Answer.ShouldBe(VerificationAnswer.Expired);
        await ChangeAsync(system, certificate.Id, CertificateVerb.Revoke);
        (await VerifyAsync(system, certificate.VerificationCode)).Answer.ShouldBe(VerificationAnswer.Revoked);
    }

    [Theory]
    [InlineData("000000-000000-000000-000000")]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("ÅÄÖ")]
    public async Task A_code_that_was_never_given_is_unknown(string code)
    {
        await using var system = new TestSystem();
        var answer = await VerifyAsync(system, code);
        (answer.Answer, answer.Certificate).ShouldBe((VerificationAnswer.Unknown, null));
    }

    [Fact]
    public async Task A_document_that_was_prepared_and_never_issued_is_unknown()
    {
        await using var system = new TestSystem();
        var trainee = await IssueTests.PassedAsync(system);
        var id = (await system.DoAsync(new PrepareCertificates([trainee]))).Rows[0].CertificateId!.Value;
        var code = (await Register.ReadAsync(system))[0].VerificationCode;

        (await VerifyAsync(system, code)).Answer.ShouldBe(VerificationAnswer.Unknown);
        (await system.RefusedAsync(new GetCertificateFile(id))).Code.ShouldBe("file_not_ready");
        await ChangeAsync(system, id, CertificateVerb.Void);
        (await VerifyAsync(system, code)).Answer.ShouldBe(VerificationAnswer.Unknown);
    }

    [Fact]
    public async Task A_void_number_is_kept_and_the_next_certificate_takes_the_next_one()
    {
        await using var system = new TestSystem();
        var trainee = await IssueTests.PassedAsync(system);
        var id = (await system.DoAsync(new PrepareCertificates([trainee]))).Rows[0].CertificateId!.Value;
        await ChangeAsync(system, id, CertificateVerb.Void);

        var row = (await system.IssueAsync([trainee]))[0];

        row.Serial!.ShouldEndWith("-000002");
        (await Register.ReadAsync(system)).Select(c => c.State).ShouldBe(["Void", "Issued"]);
    }

    [Fact]
    public async Task Revoking_a_certificate_whose_replacement_is_being_made_gives_the_replacement_up()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        // The replacement has its number; then the machine stops, and somebody revokes the certificate.
        var pending = await system.DoAsync(new ReplaceCertificate(certificate.Id, "Lost."), Callers.Registrar);
        await ChangeAsync(system, certificate.Id, CertificateVerb.Revoke);

        (await system.IssuingAsync((issuing, token) => issuing.FinishAsync(token))).Value.ShouldBe(0);

        (await VerifyAsync(system, certificate.VerificationCode)).Answer.ShouldBe(VerificationAnswer.Revoked);
        var replacement = await system.DoAsync(new GetCertificate(pending.CertificateId!.Value));
        replacement.State.ShouldBe(CertificateState.Void);
        (await VerifyAsync(system, replacement.VerificationCode)).Answer.ShouldBe(VerificationAnswer.Unknown);
        Register.SerialsAreGapless(await Register.ReadAsync(system));
    }

    [Fact]
    public async Task What_was_issued_stays_as_it_was_after_name_center_and_course_change()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        var before = (await VerifyAsync(system, certificate.VerificationCode)).Certificate!;
        var stored = (await Register.ReadAsync(system))[0];
        await system.DoAsync(new UpdatePerson(certificate.PersonId, 1, PersonBuilder.Fields("Another Name")));
        var cohort = await system.CohortAsync(certificate.CohortId);
        var center = await system.DoAsync(new GetCenter(cohort.CenterId));
        var fields = CenterBuilder.Fields() with { Code = center.Code, Name = "Renamed", City = "Astana" };
        await system.DoAsync(new UpdateCenter(center.Id, center.Version, fields));
        await system.DoAsync(new AddCourseVersion(cohort.CourseId, 1, CourseBuilder.Fields() with { Title = "New" }));

        var after = (await VerifyAsync(system, certificate.VerificationCode)).Certificate!;

        SnapshotJson.Write(after).ShouldBe(SnapshotJson.Write(before));
        (await Register.ReadAsync(system))[0].ShouldBe(stored);
        await Register.FilesAreRightAsync(system, [stored]);
    }

    [Fact]
    public async Task A_replacement_carries_the_new_name_and_the_old_one_keeps_the_old()
    {
        await using var system = new TestSystem();
        var old = await system.AddCertificateAsync();
        await system.DoAsync(new UpdatePerson(old.PersonId, 1, PersonBuilder.Fields("Dana Suleimenova")));

        var replacement = await system.ReplaceAsync(old.Id);

        (await VerifyAsync(system, replacement.VerificationCode))
            .Certificate!.Names[0]
            .Text.ShouldBe("Dana Suleimenova");
        (await VerifyAsync(system, old.VerificationCode)).Certificate!.Names[0].Text.ShouldStartWith("Dana Akhmetova");
    }

    [Fact]
    public async Task A_replacement_after_a_later_decision_says_the_same_in_print_and_in_the_register()
    {
        await using var system = new TestSystem();
        var old = await system.AddCertificateAsync();
        var cohort = await system.CohortAsync(old.CohortId);
        await system.DecideAsync(cohort.CenterId, [old.EnrollmentId], BoardDecision.Distinction);

        var replacement = await system.ReplaceAsync(old.Id);

        var printed = (await VerifyAsync(system, replacement.VerificationCode)).Certificate!;
        (printed.Award, replacement.AwardClass).ShouldBe(("Distinction", "Distinction"));
        (await VerifyAsync(system, old.VerificationCode)).Certificate!.Award.ShouldBe("Pass");
    }

    [Fact]
    public async Task A_code_is_found_however_it_is_typed()
    {
        await using var system = new TestSystem();
        var code = (await system.AddCertificateAsync()).VerificationCode;
        code.Replace("-", "", StringComparison.Ordinal).Length.ShouldBe(24);

        string[] typed =
        [
            code.ToLowerInvariant(),
            code.Replace('0', 'O').Replace('1', 'I'),
            code.Replace('0', 'o').Replace('1', 'l'),
            code.Replace("-", " ", StringComparison.Ordinal),
            code.Replace("-", "", StringComparison.Ordinal),
            $"  {code}  ",
            string.Join(' ', code.ToCharArray()),
            code.Replace('-', '\u2013'),
            code.Replace('-', '\u2011').Replace("0", "\u200B0", StringComparison.Ordinal),
            Wide(code),
        ];
        foreach (var variant in typed)
            (await VerifyAsync(system, variant)).Answer.ShouldBe(VerificationAnswer.Valid, variant);
        (await VerifyAsync(system, code + "0")).Answer.ShouldBe(VerificationAnswer.Unknown);
        (await VerifyAsync(system, code[..^1])).Answer.ShouldBe(VerificationAnswer.Unknown);
    }

    /// <summary>As an East Asian keyboard types it.</summary>
    static string Wide(string text) => string.Concat(text.Select(c => (char)(c - '!' + '\uFF01')));

    [Theory]
    [InlineData("ATC.1")]
    [InlineData("atc-Nord")]
    public async Task A_number_is_found_however_it_is_typed(string centerCode)
    {
        await using var system = new TestSystem();
        var center = await system.AddCenterAsync(f => f with { Code = centerCode });
        var cohort = await system.AddCohortAsync(centerId: center.Id);
        var trainee = await system.AddTraineeAsync(cohort.Id);
        await system.DecideAsync(center.Id, [trainee]);
        var serial = (await system.IssueAsync([trainee]))[0].Serial!;
        serial.ShouldBe($"{centerCode}-2026-000001");

        string[] typed =
        [
            serial,
            serial.ToLowerInvariant(),
            serial.ToUpperInvariant(),
            .. "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE58\uFE63\uFF0D\u00AD".Select(dash =>
                serial.Replace('-', dash)
            ),
            serial.Replace("-", " \u2013\u00A0", StringComparison.Ordinal),
            $"\u2009{serial.Replace("000001", "000 001", StringComparison.Ordinal)}\uFEFF",
            Wide(serial),
        ];
        foreach (var variant in typed)
        {
            var found = await system.DoAsync(new VerifySerial(variant.Trim(), "Akhmetova"));
            found.Answer.ShouldBe(VerificationAnswer.Valid, variant);
            (await system.DoAsync(new ListCertificates(null, null, variant, null, 10))).Items.Count.ShouldBe(
                TypedAs(variant) == serial ? 1 : 0,
                variant
            );
        }

        foreach (var other in (string[])["-2026-000001", "2026-000001", "--", "-", "ATD-2026-000001", $"{serial}1"])
        {
            var found = await system.DoAsync(new VerifySerial(other, "Akhmetova"));
            found.Answer.ShouldBe(VerificationAnswer.Unknown, other);
        }

        static string TypedAs(string variant) => Enrollment.Pipeline.TypedText.Plain(variant);
    }

    [Fact]
    public void Codes_are_distinct_and_use_every_character()
    {
        var codes = Enumerable.Range(0, 10_000).Select(_ => VerificationCode.New()).ToList();

        codes.ShouldBeUnique();
        codes.SelectMany(c => c).Distinct().Count().ShouldBe(33);
        codes.ShouldAllBe(c => VerificationCode.Normalize(c) == c);
    }

    [Theory]
    [InlineData(CertificateVerb.Reinstate)]
    [InlineData(CertificateVerb.Void)]
    public async Task An_issued_certificate_is_neither_reinstated_nor_voided(CertificateVerb verb)
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();

        var refusal = await system.RefusedAsync(new ChangeCertificate(certificate.Id, verb, null, "No."));

        (refusal.Kind, refusal.Code).ShouldBe((RefusalKind.Conflict, "transition_not_allowed"));
    }

    [Fact]
    public async Task Revoking_demands_a_reason_and_the_version_that_was_seen()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        var revoke = new ChangeCertificate(certificate.Id, CertificateVerb.Revoke, certificate.Version, "Fraud.");

        (await system.RefusedAsync(revoke with { Reason = "" }))
            .Problems.ShouldHaveSingleItem()
            .Field.ShouldBe("reason");
        (await system.RefusedAsync(revoke with { Version = 1 })).Kind.ShouldBe(RefusalKind.Stale);
        (await system.DoAsync(revoke, Callers.Registrar)).State.ShouldBe(CertificateState.Revoked);
    }

    static Task<Verification> VerifyAsync(TestSystem system, string code) =>
        system.DoAsync(new VerifyCertificate(code), Accounts.Caller.Anonymous);

    static Task<CertificateView> ChangeAsync(TestSystem system, Guid id, CertificateVerb verb) =>
        system.DoAsync(new ChangeCertificate(id, verb, null, "After a check."), Callers.Registrar);
}
