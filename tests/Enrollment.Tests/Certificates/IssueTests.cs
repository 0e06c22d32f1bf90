using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Enrollment.Assessments;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Certificates;

public sealed class IssueTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_who_issue_overlapping_lists_at_once_leave_gapless_serials_and_one_certificate_each()
    {
        await using var system = new TestSystem();
        var centers = new[]
        {
            await system.AddCenterAsync(),
            await system.AddCenterAsync(f => f with { TimeZone = "Pacific/Kiritimati" }),
            await system.AddCenterAsync(f => f with { TimeZone = "America/Sao_Paulo" }),
        };
        var trainees = new List<Guid>();
        foreach (var center in centers)
        {
            var cohort = await system.AddCohortAsync(f => f with { Capacity = 100 }, center.Id);
            var people = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => system.AddPersonAsync()));
            var all = await system.AddTraineesAsync(cohort.Id, people);
            await system.DecideAsync(center.Id, all, heldOn: cohort.StartsOn);
            trainees.AddRange(all);
        }

        // Noon in London on the last day of the year: it is the next year at one of the centers.
        system.Clock.AdjustTime(new DateTimeOffset(2026, 12, 31, 12, 0, 0, TimeSpan.Zero));

        var rows = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(i =>
                    Task.Run(() =>
                    {
                        var list = trainees.Where((_, index) => index % 12 == i || (index + i) % 3 == 0).ToArray();
                        new Random(i).Shuffle(list);
                        return system.IssueAsync(list);
                    })
                )
        );

        rows.SelectMany(r => r).Where(r => r.Problem is not null).ShouldAllBe(r => r.Problem!.Code == "issued_already");
        var stored = await Register.ReadAsync(system);
        stored.Count.ShouldBe(trainees.Count);
        stored.Select(c => c.EnrollmentId).ShouldBe(trainees, ignoreOrder: true);
        stored.ShouldAllBe(c => c.State == "Issued");
        stored.Select(c => c.Serial).ShouldBeUnique();
        stored.Select(c => c.VerificationCode).ShouldBeUnique();
        Register.SerialsAreGapless(stored);
        stored
            .Select(c => c.Serial.Split('-')[^2])
            .GroupBy(year => year)
            .ToDictionary(g => g.Key, g => g.Count())
            .ShouldBe(new Dictionary<string, int> { ["2026"] = 120, ["2027"] = 60 }, ignoreOrder: true);
        await Register.FilesAreRightAsync(system, stored);
    }

    [Fact]
    public Task Any_sequence_of_acts_keeps_the_serials_gapless() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5])
            .Array[5, 30]
            .SampleAsync(
                async acts =>
                {
                    await using var system = new TestSystem();
                    var cohort = await system.AddCohortAsync();
                    var people = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => system.AddPersonAsync()));
                    var trainees = await system.AddTraineesAsync(cohort.Id, people);
                    await system.DecideAsync(cohort.CenterId, trainees);
                    foreach (var (act, which) in acts)
                        await ActAsync(system, act, trainees[which]);

                    var stored = await Register.ReadAsync(system);
                    Register.SerialsAreGapless(stored);
                    // At most one that is neither void nor ended by another per trainee.
                    stored.Where(c => c.State is "Issued" or "Revoked").Select(c => c.EnrollmentId).ShouldBeUnique();
                    stored.ShouldAllBe(c => (c.FileHash == null) == (c.State == "Prepared" || c.State == "Void"));
                    await Register.FilesAreRightAsync(system, [.. stored.Where(c => c.FileHash is not null)]);
                },
                iter: 30,
                threads: 2
            );

    [Fact]
    public async Task What_a_crash_left_prepared_is_finished_with_the_same_number_and_content()
    {
        await using var system = new TestSystem();
        var trainee = await PassedAsync(system);
        var prepared = (
            await system.DoAsync(new PrepareCertificates([trainee]), Callers.Registrar)
        ).Rows.ShouldHaveSingleItem();
        var snapshot = (await system.QueryAsync<string>("SELECT Snapshot FROM Certificates")).ShouldHaveSingleItem();
        // Days later, as if the machine had been off meanwhile.
        system.Clock.Advance(TimeSpan.FromDays(3));

        (await system.IssuingAsync((issuing, token) => issuing.FinishAsync(token))).Value.ShouldBe(1);
        (await system.IssuingAsync((issuing, token) => issuing.FinishAsync(token))).Value.ShouldBe(0);

        var certificate = await system.DoAsync(new GetCertificate(prepared.CertificateId!.Value));
        (certificate.State, certificate.Serial).ShouldBe((CertificateState.Issued, prepared.Serial));
        Encoding.UTF8.GetString(await ContentAsync(system, certificate.Id)).ShouldStartWith(snapshot);
    }

    [Fact]
    public async Task What_a_crash_left_prepared_is_taken_up_by_the_next_issue()
    {
        await using var system = new TestSystem();
        var trainee = await PassedAsync(system);
        var prepared = (await system.DoAsync(new PrepareCertificates([trainee]))).Rows[0];

        var issued = (await system.IssueAsync([trainee])).ShouldHaveSingleItem();

        issued.ShouldBe(prepared);
        (await Register.ReadAsync(system)).ShouldHaveSingleItem().State.ShouldBe("Issued");
    }

    [Fact]
    public async Task The_real_document_is_stored_under_its_hash_and_drawn_the_same_again()
    {
        await using var system = new TestSystem(realDocuments: true);
        var certificate = await system.AddCertificateAsync();

        var content = await ContentAsync(system, certificate.Id);

        Encoding.ASCII.GetString(content, 0, 5).ShouldBe("%PDF-");
        Convert.ToHexStringLower(SHA256.HashData(content)).ShouldBe(certificate.FileHash);
        await Register.FilesAreRightAsync(system, await Register.ReadAsync(system));
    }

    [Fact]
    public async Task A_name_that_no_font_can_draw_blocks_with_field_and_code_point_and_takes_no_number()
    {
        await using var system = new TestSystem(realDocuments: true);
        var cohort = await system.AddCohortAsync();
        var bad = await system.AddPersonAsync("Dana \uE123");
        var good = await system.AddPersonAsync();
        var trainees = await system.AddTraineesAsync(cohort.Id, [bad, good]);
        await system.DecideAsync(cohort.CenterId, trainees);

        var rows = await system.IssueAsync(trainees);

        rows[0].Serial.ShouldBeNull();
        (rows[0].Problem!.Code, rows[0].Problem!.Field).ShouldBe(("unprintable_character", "names[0].text"));
        rows[0].Problem!.Message.ShouldContain("U+E123");
        rows[1].Serial!.ShouldEndWith("-2026-000001");
        (await system.CountAsync("Certificates")).ShouldBe(1);
        (await system.CountAsync("Awards")).ShouldBe(1);
    }

    [Fact]
    public async Task A_person_s_certificates_are_listed_to_the_holder_once_they_are_issued()
    {
        await using var system = new TestSystem();
        var (_, trainees) = await BatchTests.PassedAsync(system, 2);
        var issued = (await system.IssueAsync([trainees[0]])).ShouldHaveSingleItem().CertificateId!.Value;
        var holder = (await system.DoAsync(new GetCertificate(issued))).PersonId;
        var replacement = await system.ReplaceAsync(issued);
        await system.DoAsync(new PrepareCertificates([trainees[1]]));
        var other = (await system.QueryAsync<Guid>("SELECT PersonId FROM Awards ORDER BY Id")).Single(id =>
            id != holder
        );

        var own = await system.DoAsync(new ListPersonCertificates(holder, null, 10), Callers.Student(holder));
        var prepared = await system.DoAsync(new ListPersonCertificates(other, null, 10), Callers.Student(other));
        var seen = await system.DoAsync(new ListPersonCertificates(other, null, 10), Callers.Registrar);

        own.Items.Select(view => view.Id).ShouldBe([issued, replacement.Id]);
        prepared.Items.ShouldBeEmpty();
        seen.Items.ShouldHaveSingleItem().State.ShouldBe(CertificateState.Prepared);
        (await system.RefusedAsync(new ListPersonCertificates(other, null, 10), Callers.Student(holder))).Code.ShouldBe(
            "not_your_record"
        );
    }

    [Fact]
    public async Task The_gate_refuses_with_the_reason()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var center = cohort.CenterId;
        var trainees = new List<Guid>();
        for (var i = 0; i < 5; i++)
            trainees.Add(await system.AddTraineeAsync(cohort.Id));
        var open = await system.AddMeetingAsync(center);
        await BoardAsync(open.Id, trainees[1]);
        await system.DecideAsync(center, [trainees[2]], BoardDecision.Fail);
        await system.DecideAsync(center, [trainees[3]], heldOn: cohort.StartsOn.AddDays(-1));
        await system.DecideAsync(center, [trainees[4]]);
        await system.IssueAsync([trainees[4]]);

        var rows = await system.IssueAsync([.. trainees, Guid.Empty]);

        rows.Select(r => r.Problem?.Code)
            .ShouldBe([
                "no_board_decision",
                "minutes_open",
                "not_passed",
                "award_before_start",
                "issued_already",
                "enrollment_not_found",
            ]);
        (await system.CountAsync("Certificates")).ShouldBe(1);

        Task<DecisionsRecorded> BoardAsync(Guid meeting, Guid trainee) =>
            system.DoAsync(
                new RecordDecisions(
                    meeting,
                    [new DecisionEntry { EnrollmentId = trainee, Decision = BoardDecision.Pass }]
                )
            );
    }

    [Fact]
    public async Task A_board_of_tomorrow_gives_no_certificate_today()
    {
        await using var system = new TestSystem();
        var center = await system.AddCenterAsync(f => f with { TimeZone = "Pacific/Kiritimati" });
        var cohort = await system.AddCohortAsync(f => f with { TimeZone = "America/Sao_Paulo" }, center.Id);
        var trainee = await system.AddTraineeAsync(cohort.Id);
        system.Clock.AdjustTime(new DateTimeOffset(2026, 3, 10, 11, 0, 0, TimeSpan.Zero));
        await system.DecideAsync(center.Id, [trainee], heldOn: new DateOnly(2026, 3, 11));

        (await system.IssueAsync([trainee]))[0].Problem!.Code.ShouldBe("award_in_future");
    }

    [Fact]
    public async Task A_certificate_whose_last_day_is_over_is_not_issued_and_one_that_was_can_still_be_replaced()
    {
        await using var system = new TestSystem();
        var version = (await system.AddCourseAsync(f => f with { ValidityMonths = 1 })).VersionId;
        var cohort = await system.AddCohortAsync(courseVersionId: version);
        var trainees = new[] { await system.AddTraineeAsync(cohort.Id), await system.AddTraineeAsync(cohort.Id) };
        await system.DecideAsync(cohort.CenterId, trainees, heldOn: new DateOnly(2026, 3, 10));
        // The last minute of the last day in Almaty, and the next one.
        system.Clock.AdjustTime(new DateTimeOffset(2026, 4, 10, 18, 59, 0, TimeSpan.Zero));
        var former = await IssuedAsync(system, trainees[0]);
        system.Clock.Advance(TimeSpan.FromMinutes(1));

        var problem = (await system.IssueAsync([trainees[1]]))[0].Problem.ShouldNotBeNull();

        (problem.Field, problem.Code).ShouldBe(("awardedOn", "expired_already"));
        problem.Message.ShouldContain("its last day was 2026-04-10");
        (await Register.ReadAsync(system)).Count.ShouldBe(1);
        (await system.ReplaceAsync(former.Id)).ExpiresOn.ShouldBe(new DateOnly(2026, 4, 10));
        await system.DecideAsync(cohort.CenterId, [trainees[1]], heldOn: new DateOnly(2026, 4, 11));
        (await IssuedAsync(system, trainees[1])).ExpiresOn.ShouldBe(new DateOnly(2026, 5, 11));
    }

    [Fact]
    public async Task A_person_holds_the_award_of_a_course_once()
    {
        await using var system = new TestSystem();
        var version = (await system.AddCourseAsync()).VersionId;
        var first = await system.AddCohortAsync(courseVersionId: version);
        var second = await system.AddCohortAsync(courseVersionId: version);
        var person = await system.AddPersonAsync();
        var trainees = new[]
        {
            await system.AddTraineeAsync(first.Id, person),
            await system.AddTraineeAsync(second.Id, person),
        };
        await system.DecideAsync(first.CenterId, [trainees[0]]);
        await system.DecideAsync(second.CenterId, [trainees[1]]);

        var rows = await system.IssueAsync(trainees);

        rows.Select(r => r.Problem?.Code).ShouldBe([null, "awarded_already"]);
    }

    [Fact]
    public async Task An_award_that_expires_is_renewed_by_a_later_decision_and_the_verifier_sees_it()
    {
        await using var system = new TestSystem();
        var version = (await system.AddCourseAsync(f => f with { ValidityMonths = 12 })).VersionId;
        var cohorts = new[]
        {
            await system.AddCohortAsync(courseVersionId: version),
            await system.AddCohortAsync(courseVersionId: version),
        };
        var person = await system.AddPersonAsync();
        var trainees = new[]
        {
            await system.AddTraineeAsync(cohorts[0].Id, person),
            await system.AddTraineeAsync(cohorts[1].Id, person),
        };
        var day = LocalDay.Of(system.Clock.GetUtcNow(), "Asia/Almaty");
        await system.DecideAsync(cohorts[0].CenterId, [trainees[0]], heldOn: day);
        var former = await IssuedAsync(system, trainees[0]);

        await system.DecideAsync(cohorts[1].CenterId, [trainees[1]], heldOn: day);
        (await system.IssueAsync([trainees[1]]))[0].Problem!.Code.ShouldBe("awarded_already");
        system.Clock.Advance(TimeSpan.FromDays(300));
        await system.DecideAsync(cohorts[1].CenterId, [trainees[1]], heldOn: day.AddDays(300));
        var renewal = await IssuedAsync(system, trainees[1]);
        system.Clock.Advance(TimeSpan.FromDays(100));

        var expired = await system.DoAsync(new VerifyCertificate(former.VerificationCode));
        (expired.Answer, expired.RenewedByCode).ShouldBe((VerificationAnswer.Expired, renewal.VerificationCode));
        var valid = await system.DoAsync(new VerifyCertificate(renewal.VerificationCode));
        (valid.Answer, valid.RenewedByCode).ShouldBe((VerificationAnswer.Valid, null));
        (await system.ReplaceAsync(renewal.Id)).State.ShouldBe(CertificateState.Issued);
        (await system.ReplaceAsync(former.Id)).State.ShouldBe(CertificateState.Issued);
        (await system.QueryAsync<int>("SELECT Renewal FROM Awards ORDER BY Renewal")).ShouldBe([0, 1]);
    }

    [Fact]
    public async Task An_award_whose_certificate_was_revoked_is_earned_anew()
    {
        await using var system = new TestSystem();
        var version = (await system.AddCourseAsync()).VersionId;
        var (first, second) = (
            await system.AddCohortAsync(courseVersionId: version),
            await system.AddCohortAsync(courseVersionId: version)
        );
        var person = await system.AddPersonAsync();
        var (one, other) = (
            await system.AddTraineeAsync(first.Id, person),
            await system.AddTraineeAsync(second.Id, person)
        );
        var day = LocalDay.Of(system.Clock.GetUtcNow(), "Asia/Almaty");
        await system.DecideAsync(first.CenterId, [one], heldOn: day);
        var former = await IssuedAsync(system, one);
        system.Clock.Advance(TimeSpan.FromDays(30));
        await system.DecideAsync(second.CenterId, [other], heldOn: day.AddDays(30));
        (await system.IssueAsync([other]))[0].Problem!.Code.ShouldBe("awarded_already");

        await system.DoAsync(
            new ChangeCertificate(former.Id, CertificateVerb.Revoke, former.Version, "A false identity.")
        );

        (await IssuedAsync(system, other)).State.ShouldBe(CertificateState.Issued);
    }

    static async Task<CertificateView> IssuedAsync(TestSystem system, Guid trainee)
    {
        var row = (await system.IssueAsync([trainee])).ShouldHaveSingleItem();
        row.Problem.ShouldBeNull();
        return await system.DoAsync(new GetCertificate(row.CertificateId!.Value));
    }

    [Fact]
    public async Task A_mark_is_printed_only_where_the_board_followed_it()
    {
        await using var system = new TestSystem();
        var c = await Assessments.BoardTests.PassingClassAsync(system);
        var meeting = await system.AddMeetingAsync(c.Cohort.CenterId, MeetingKind.Board);
        await Assessments.BoardTests.DecideAsync(system, meeting.Id, c.Trainees[0], BoardDecision.Merit, "Practical.");
        await system.SealAsync(meeting.Id);

        var row = (await system.IssueAsync(c.Trainees))[0];

        var view = await system.DoAsync(new GetCertificate(row.CertificateId!.Value));
        var shown = (await system.DoAsync(new VerifyCertificate(view.VerificationCode))).Certificate!;
        (shown.Award, shown.Mark).ShouldBe(("Merit", null));
    }

    static async Task ActAsync(TestSystem system, int act, Guid trainee)
    {
        var newest = (await Register.ReadAsync(system)).LastOrDefault(c => c.EnrollmentId == trainee);
        var id = newest?.Id ?? Guid.Empty;
        switch (act)
        {
            case 0:
                await system.IssueAsync([trainee]);
                break;
            case 1:
                await system.DoAsync(new PrepareCertificates([trainee]));
                break;
            case 2:
                await system.IssuingAsync(
                    (issuing, token) => issuing.ReplaceAsync(new ReplaceCertificate(id, "Lost."), token)
                );
                break;
            case 3:
                await system.SendAsync(new ReplaceCertificate(id, "Crashed."), Callers.Registrar);
                break;
            default:
                foreach (var verb in Enum.GetValues<CertificateVerb>().Where((_, i) => act == 4 || i == 1))
                    await system.SendAsync(new ChangeCertificate(id, verb, null, "Checked."), Callers.Registrar);
                break;
        }
    }

    internal static async Task<Guid> PassedAsync(TestSystem system)
    {
        var cohort = await system.AddCohortAsync();
        var trainee = await system.AddTraineeAsync(cohort.Id);
        await system.DecideAsync(cohort.CenterId, [trainee]);
        return trainee;
    }

    static async Task<byte[]> ContentAsync(TestSystem system, Guid id)
    {
        var file = await system.DoAsync(new GetCertificateFile(id));
        await using var content = file.Content;
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, Token);
        return copy.ToArray();
    }
}
