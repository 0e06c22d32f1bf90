using Enrollment.Certificates;
using Enrollment.Certificates.Designs;
using Enrollment.Cohorts;
using Enrollment.Tests.Documents;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Certificates;

/// <summary>Titles, names and positions in further languages, from where they are entered to where they are frozen.</summary>
public sealed class FurtherTextTests
{
    static readonly CertificateDesign trilingual = DesignSamples.Of(DesignStyle.Portrait, "kk", "ru", "en");

    [Fact]
    public async Task A_sheet_in_three_languages_says_title_center_and_positions_in_each()
    {
        await using var system = new TestSystem(realDocuments: true);
        var center = await system.AddCenterAsync(Trilingual);
        var course = await system.AddCourseAsync(fields =>
            fields with
            {
                TitleLanguage = "kk",
                FurtherTitles = [new("ru", "Промышленная робототехника"), new("zh", "工业机器人")],
            }
        );
        var cohort = await system.AddCohortAsync(centerId: center.Id, courseVersionId: course.VersionId);
        await UseAsync(system, center.Id, trilingual);

        var certificate = await DesignTests.IssueAsync(system, cohort);
        await system.DoAsync(
            new UpdateCenter(center.Id, center.Version, CenterBuilder.Fields() with { Code = center.Code })
        );
        await system.DoAsync(new AddCourseVersion(course.Id, course.Version, CourseBuilder.Fields()));

        var text = string.Join(
            ' ',
            (await DesignTests.TextAsync(system, certificate)).Split(
                (char[]?)null,
                StringSplitOptions.RemoveEmptyEntries
            )
        );
        string[] expected =
        [
            "Industrial Robotics",
            "Өнеркәсіптік робототехника",
            "Промышленная робототехника",
            "Almaty Training Center",
            "Алматы оқу орталығы",
            "Учебный центр Алматы",
            "Айгерім Сәтпаева",
            "Aigerim Satpayeva",
            "Орталық директоры",
            "Директор центра",
            "Director",
        ];
        foreach (var part in expected)
            text.ShouldContain(part);
        text.ShouldNotContain("工业机器人");
        var frozen = (await system.DoAsync(new VerifyCertificate(certificate.VerificationCode))).Certificate!;
        (frozen.CourseTitleLanguage, frozen.CenterNameLanguage).ShouldBe(("kk", "kk"));
        frozen.FurtherCourseTitles.ShouldBe([new("ru", "Промышленная робототехника"), new("zh", "工业机器人")]);
        frozen.FurtherCenterNames.ShouldBe([new("ru", "Учебный центр Алматы")]);
    }

    [Fact]
    public async Task A_character_of_a_further_title_that_no_font_has_takes_no_number()
    {
        await using var system = new TestSystem(realDocuments: true);
        var course = await system.AddCourseAsync(fields => fields with { FurtherTitles = [new("ru", "Сварка 😀")] });
        var cohort = await system.AddCohortAsync(courseVersionId: course.VersionId);
        await UseAsync(system, cohort.CenterId, trilingual);
        var trainee = await system.AddTraineeAsync(cohort.Id);
        await system.DecideAsync(cohort.CenterId, [trainee]);

        var row = (await system.IssueAsync([trainee])).ShouldHaveSingleItem();

        row.Problem!.Message.ShouldContain("U+1F600");
        (await system.CountAsync("Certificates")).ShouldBe(0);
    }

    [Fact]
    public async Task What_has_no_further_texts_is_frozen_as_before_there_were_any()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();

        var kept = SnapshotJson.Write(
            (await system.DoAsync(new VerifyCertificate(certificate.VerificationCode))).Certificate! with
            {
                Credential = null,
            }
        );

        kept.ShouldNotContain("further");
        kept.ShouldNotContain("TitleLanguage");
        kept.ShouldNotContain("NameLanguage");
    }

    [Fact]
    public async Task Names_and_positions_are_kept_as_entered_and_checked_by_field()
    {
        await using var system = new TestSystem();
        var center = await system.AddCenterAsync(Trilingual);
        var wrong = Trilingual(CenterBuilder.Fields()) with
        {
            FurtherNames = [new("kk", "Алматы оқу орталығы"), new("ru", "A"), new("ru", "B")],
            Signatories =
            [
                new("A", "B")
                {
                    FurtherNames = [new("de", "A")],
                    FurtherPositions = [new("kk", "B"), new("kk", new string('C', 101))],
                },
            ],
        };

        var refusal = await system.RefusedAsync(new CreateCenter(wrong));
        var strange = await system.RefusedAsync(
            new CreateCenter(CenterBuilder.Fields() with { NameLocal = null, NameLanguage = "en" })
        );
        var read = await system.DoAsync(new GetCenter(center.Id));

        refusal
            .Problems.Select(problem => problem.Field)
            .ShouldBe(
                [
                    "furtherNames",
                    "furtherNames",
                    "signatories[0].furtherNames[0].language",
                    "signatories[0].furtherPositions",
                    "signatories[0].furtherPositions[1].text",
                ],
                ignoreOrder: true
            );
        strange.Problems.ShouldAllBe(problem => problem.Field == "nameLanguage");
        (read.NameLanguage, read.Signatories[0].FurtherPositions!.Count).ShouldBe(("kk", 2));
        read.FurtherNames.ShouldBe([new("ru", "Учебный центр Алматы")]);
    }

    static CenterFields Trilingual(CenterFields fields) =>
        fields with
        {
            NameLanguage = "kk",
            FurtherNames = [new("ru", "Учебный центр Алматы")],
            Signatories =
            [
                new("Aigerim Satpayeva", "Director")
                {
                    FurtherNames = [new("kk", "Айгерім Сәтпаева"), new("ru", "Айгерім Сәтпаева")],
                    FurtherPositions = [new("kk", "Орталық директоры"), new("ru", "Директор центра")],
                },
            ],
        };

    static async Task UseAsync(TestSystem system, Guid centerId, CertificateDesign design)
    {
        var draft = await DesignTests.DraftAsync(system, centerId, design);
        await system.DoAsync(new PublishDesign(draft.Id, draft.Version));
        await system.DoAsync(new UseDesign(draft.Id));
    }
}
