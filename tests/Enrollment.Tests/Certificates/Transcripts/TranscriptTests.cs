using CsCheck;
using Enrollment.Accounts;
using Enrollment.Assessments;
using Enrollment.Certificates;
using Enrollment.Certificates.Transcripts;
using Enrollment.Cohorts;
using Enrollment.Documents.Signatures.Verification;
using Enrollment.Pipeline;
using Enrollment.Storage;
using Enrollment.Tests.Assessments;
using Enrollment.Tests.Documents;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Certificates.Transcripts;

public sealed class TranscriptTests
{
    [Fact]
    public async Task A_trainee_reads_the_transcript_once_there_was_a_release_and_nobody_reads_it_before()
    {
        await using var system = new TestSystem();
        var c = await ComputedAsync(system, 1);
        var meeting = await system.DecideAsync(c.Cohort.CenterId, c.Trainees, BoardDecision.Merit);
        var serial = await IssueAsync(system, c);
        var query = new GetTranscript(c.Trainees[0], "en");
        var student = Callers.Student(c.People[0]);

        (await system.RefusedAsync(query, student)).Code.ShouldBe("transcript_not_found");
        (await system.RefusedAsync(query, Callers.Registrar)).Code.ShouldBe("transcript_not_found");
        await system.DoAsync(new ReleaseResults(c.Cohort.Id), Callers.Registrar);
        (await system.RefusedAsync(query, Callers.Student(await system.AddPersonAsync()))).Code.ShouldBe(
            "not_your_record"
        );

        var read = await system.DoAsync(query, student);
        read.ShouldBeEquivalentTo(await system.DoAsync(query, Callers.Registrar));
        (read.Holder.TraineeNumber, read.Holder.BirthDate).ShouldBe((1, new DateOnly(2001, 5, 17)));
        (read.Qualification.Title, read.Qualification.Country).ShouldBe(("Industrial Robotics", "KZ"));
        (read.Level.NqfLevel, read.Level.Hours, read.Level.Credits).ShouldBe((4, 240, 8.5m));
        (read.Contents.Result!.Outcome, read.Contents.Result.Mark).ShouldBe((Outcome.Pass, 60));
        read.Contents.Decision.ShouldBe(
            new TranscriptDecision(BoardDecision.Merit, meeting.MinutesNumber, BoardBuilder.Today)
        );
        var parts = read.Contents.Groups.ShouldHaveSingleItem().Components;
        parts
            .Select(p => (p.Kind, p.Weight, p.MaximumMark, p.Mark, p.Attempts.Count))
            .ShouldBe(Enumerable.Repeat(((ComponentKind?)ComponentKind.Test, 50m, 100m, (decimal?)60m, 1), 2));
        read.Contents.Scale!.Texts.ShouldBe([
            "Results are rounded half up, once, to 0 decimal(s).",
            "A pass is given from 50 %.",
            "Merit is given from 70 %.",
            "Distinction is given from 85 %.",
        ]);
        var issued = read.Certification.Certificates.ShouldHaveSingleItem();
        (issued.Serial, issued.State, issued.Award).ShouldBe((serial, CertificateState.Issued, BoardDecision.Merit));
    }

    [Fact]
    public async Task What_was_decided_and_issued_since_the_release_is_left_out_until_the_next_one()
    {
        await using var system = new TestSystem();
        var c = await ComputedAsync(system, 1);
        await system.DoAsync(new ReleaseResults(c.Cohort.Id), Callers.Registrar);
        var before = await ReadAsync(system, c);

        await system.DecideAsync(c.Cohort.CenterId, c.Trainees);
        var serial = await IssueAsync(system, c);

        (await ReadAsync(system, c)).ShouldBeEquivalentTo(before);
        before.Contents.Blanks.ShouldContain(b => b.Field == "decision" && b.Reason == BlankReason.NoDecision);
        before.Certification.Blanks.ShouldHaveSingleItem().Reason.ShouldBe(BlankReason.NoCertificate);
        await system.DoAsync(new ReleaseResults(c.Cohort.Id), Callers.Registrar);
        var after = await ReadAsync(system, c);
        after.Contents.Decision!.Decision.ShouldBe(BoardDecision.Pass);
        after.Certification.Certificates.ShouldHaveSingleItem().Serial.ShouldBe(serial);
        after.Certification.Blanks.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trainee_takes_the_transcript_home_as_a_file_that_the_center_has_signed()
    {
        await using var system = new TestSystem(realDocuments: true);
        var c = await ComputedAsync(system, 1);
        var student = Callers.Student(c.People[0]);
        var id = c.Trainees[0];

        (await MakeAsync(system, id, student)).Refusal!.Code.ShouldBe("transcript_not_found");
        await system.DoAsync(new ReleaseResults(c.Cohort.Id), Callers.Registrar);
        var other = Callers.Student(await system.AddPersonAsync());
        (await MakeAsync(system, id, other)).Refusal!.Code.ShouldBe("not_your_record");

        var file = (await MakeAsync(system, id, student)).Value;

        file.Name.ShouldBe($"transcript-{c.Cohort.Code}-1-kk.pdf");
        // Nobody is trusted here; what counts is that it is signed, and as it was when it was signed.
        var answer = new SignatureVerifier([]).Verify(file.Content);
        (answer.Verdict, answer.SignerName).ShouldBe((SignatureVerdict.UnknownSigner, "Certificates"));
    }

    static Task<Result<TranscriptFile>> MakeAsync(TestSystem system, Guid id, Caller caller) =>
        system.UseAsync<TranscriptMaking, Result<TranscriptFile>>(
            (making, token) => making.MakeAsync(id, "kk", token),
            caller
        );

    [Theory]
    [InlineData("en", null, null)]
    [InlineData("kk", null, null)]
    [InlineData("ru", "Промышленная робототехника", "Учебный центр Алматы")]
    [InlineData("zh", "工业机器人", null)]
    public async Task The_title_and_the_center_are_shown_in_the_language_as_well(
        string language,
        string? title,
        string? center
    )
    {
        await using var system = new TestSystem(realDocuments: true);
        var c = await ComputedAsync(system, 1);
        await system.DoAsync(new ReleaseResults(c.Cohort.Id), Callers.Registrar);
        system.Execute(
            """
            UPDATE CourseVersions
            SET TitleLanguage = 'kk',
                FurtherTitles = '[{"Language":"ru","Text":"Промышленная робототехника"},{"Language":"zh","Text":"工业机器人"}]'
            """
        );
        system.Execute(
            """
            UPDATE Centers
            SET NameLanguage = 'kk', FurtherNames = '[{"Language":"ru","Text":"Учебный центр Алматы"}]'
            """
        );
        var student = Callers.Student(c.People[0]);

        var read = (await system.DoAsync(new GetTranscript(c.Trainees[0], language), student)).Qualification;
        var file = await system.UseAsync<TranscriptMaking, Result<TranscriptFile>>(
            (making, token) => making.MakeAsync(c.Trainees[0], language, token),
            student
        );

        (read.Title, read.TitleInLanguage, read.CenterNameInLanguage).ShouldBe(("Industrial Robotics", title, center));
        var text = await ForeignProgram.PdfTextAsync(file.Value.Content);
        string?[] expected =
        [
            "Industrial Robotics",
            "Өнеркәсіптік робототехника",
            "Almaty Training Center",
            title,
            center,
        ];
        foreach (var part in expected)
            text.ShouldContain(part ?? "");
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    public async Task The_cohorts_results_are_counted_from_ten_on(int trainees)
    {
        await using var system = new TestSystem();
        var c = await ComputedAsync(system, trainees);
        await system.DoAsync(new ReleaseResults(c.Cohort.Id), Callers.Registrar);

        var contents = (await ReadAsync(system, c)).Contents;

        contents.Distribution.ShouldBe(trainees < 10 ? null : new TranscriptDistribution(10, 0, 10, 0, 0));
        var blank = contents.Blanks.SingleOrDefault(b => b.Field == "distribution");
        blank?.Text.ShouldBe("Left out: with fewer than 10 results it would tell of single trainees.");
        (blank is null).ShouldBe(trainees >= 10);
    }

    [Fact]
    [OnlyOn(DatabaseEngine.Sqlite)]
    public void Every_reason_can_be_said_in_every_language()
    {
        foreach (var language in ExplanationWords.Languages)
        {
            foreach (var reason in Enum.GetNames<BlankReason>())
                ExplanationWords.In(language).Blank(reason, 10).ShouldNotMatch(@"\{|\}|^\s*$");
        }
    }

    /// <summary>Whatever the scheme and the marks: the parts are those of the explanation, and what is empty says why.</summary>
    [Fact]
    [OnlyOn(DatabaseEngine.Sqlite)]
    public void A_transcript_says_of_any_result_what_its_explanation_says() =>
        AssessedTrainees
            .Of(AssessedTrainees.AnyState)
            .Sample(
                assessed =>
                {
                    var told = ResultCalculator.Compute(assessed.Scheme, assessed.Marks).Explanation;

                    var read = Transcript.Of(Facts(told), ExplanationWords.In("kk")).Contents;

                    read.Groups.Select(g => (g.Code, g.Weight, g.Mark))
                        .ShouldBe(told.Groups.Select(g => (g.Code, g.Weight, g.Mark)));
                    read.Groups.SelectMany(g => g.Components)
                        .Select(p => (p.Standing, p.Weight, p.Mark, p.Attempts))
                        .ShouldBe(
                            told.Groups.SelectMany(g => g.Components)
                                .Select(p => (p.Standing, p.Weight, p.Mark, p.Attempts))
                        );
                    read.Result!.Outcome.ShouldBe(told.Outcome);
                    (read.Scale!.Merit is null).ShouldBe(read.Blanks.Any(b => b.Field == "scale.merit"));
                    read.Blanks.ShouldContain(b => b.Field == "decision");
                },
                iter: 1_000
            );

    static TranscriptFacts Facts(ResultExplanation told) =>
        new()
        {
            Row = new TranscriptRow
            {
                ReleasedAt = TestSystem.Start,
                Outcome = told.Outcome,
                Mark = told.Mark,
            },
            Holder = PersonBuilder.Fields(),
            Requirements = new RequirementFields(),
            Kinds = new Dictionary<string, ComponentKind>(),
            Explanation = told,
            Outcomes = new Dictionary<Outcome, int> { [Outcome.Incomplete] = 50 },
            Certificates = [],
            VerifyAt = new Uri("https://verify.example.org/verify"),
        };

    static Task<Transcript> ReadAsync(TestSystem system, MarkTests.Class c) =>
        system.DoAsync(new GetTranscript(c.Trainees[0], "en"), Callers.Student(c.People[0]));

    static async Task<string> IssueAsync(TestSystem system, MarkTests.Class c)
    {
        var row = (await system.IssueAsync(c.Trainees)).ShouldHaveSingleItem();
        return (await system.DoAsync(new GetCertificate(row.CertificateId!.Value))).Serial;
    }

    /// <summary>Trainees with 60 percent each, which passes.</summary>
    static async Task<MarkTests.Class> ComputedAsync(TestSystem system, int trainees)
    {
        var c = await MarkTests.ClassAsync(system, trainees);
        var entries = c
            .Scheme.Groups[0]
            .Components.SelectMany(part =>
                Enumerable.Range(0, trainees).Select(trainee => c.Entry(60, trainee) with { ComponentId = part.Id })
            );
        await system.DoAsync(new RecordMarks(c.Cohort.Id, [.. entries]));
        await system.DoAsync(new ComputeResults(c.Cohort.Id));
        return c;
    }
}
