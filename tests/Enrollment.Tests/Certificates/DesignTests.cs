using Enrollment.Certificates;
using Enrollment.Certificates.Designs;
using Enrollment.Cohorts;
using Enrollment.Tests.Documents;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Certificates;

public sealed class DesignTests
{
    static readonly CertificateDesign trilingual = DesignSamples.Of(DesignStyle.Portrait, "kk", "ru", "en");

    [Fact]
    public async Task Certificates_get_the_design_that_is_in_use_and_keep_it()
    {
        await using var system = new TestSystem(realDocuments: true);
        var cohort = await system.AddCohortAsync();
        var builtIn = await IssueAsync(system, cohort);
        var design = await DraftAsync(system, cohort.CenterId, trilingual);

        (await system.RefusedAsync(new UseDesign(design.Id))).Code.ShouldBe("design_not_published");
        await system.DoAsync(new PublishDesign(design.Id, design.Version));
        var before = await IssueAsync(system, cohort);
        (await system.DoAsync(new UseDesign(design.Id))).InUse.ShouldBeTrue();
        var after = await IssueAsync(system, cohort);
        var replacement = await system.ReplaceAsync(builtIn.Id);
        var list = await system.DoAsync(new DropDesign(cohort.CenterId));

        list.ShouldHaveSingleItem().InUse.ShouldBeFalse();
        var printed = await system.DoAsync(new PrintCertificates(cohort.Id), Callers.Registrar);
        var sheets = (await ForeignProgram.PdfTextAsync(printed.Pdf)).Split('\f')[..^1];
        // The one that was replaced isn't printed any more.
        sheets.Length.ShouldBe(3);
        sheets[0].ShouldContain(before.Serial);
        sheets[1].ShouldContain(after.Serial);
        sheets[2].ShouldContain("куәландырылады");
        (await TextAsync(system, before)).ShouldContain("This is to certify that");
        (await TextAsync(system, after)).ShouldContain("куәландырылады");
        (await TextAsync(system, replacement)).ShouldContain("куәландырылады");
        (await TextAsync(system, builtIn)).ShouldContain("This is to certify that");
    }

    [Fact]
    public async Task A_course_with_a_design_of_its_own_gets_it_and_the_others_the_center_s()
    {
        await using var system = new TestSystem(realDocuments: true);
        var course = await system.AddCourseAsync();
        var cohort = await system.AddCohortAsync(courseVersionId: course.VersionId);
        var other = await system.AddCohortAsync(centerId: cohort.CenterId);
        var own = await PublishedAsync(system, cohort.CenterId, "kk");
        var centers = await PublishedAsync(system, cohort.CenterId, "ru");

        (await system.RefusedAsync(new UseDesign(own, "NO-SUCH"))).Code.ShouldBe("course_not_found");
        (await system.DoAsync(new UseDesign(own, course.Code))).Courses.ShouldBe([course.Code]);
        await system.DoAsync(new UseDesign(centers));
        var (partner, usual) = (await IssueAsync(system, cohort), await IssueAsync(system, other));
        var list = await system.DoAsync(new DropDesign(cohort.CenterId, course.Code));
        var later = await IssueAsync(system, cohort);

        (await TextAsync(system, partner)).ShouldContain("куәландырылады");
        (await TextAsync(system, usual)).ShouldContain("удостоверяется");
        (await TextAsync(system, later)).ShouldContain("удостоверяется");
        list.ShouldAllBe(design => design.Courses.Count == 0);
    }

    [Fact]
    public async Task A_signature_of_somebody_who_doesn_t_sign_for_the_center_is_refused_by_name()
    {
        await using var system = new TestSystem(realDocuments: true);
        var center = (await system.AddCohortAsync()).CenterId;
        var design = trilingual with { Signatures = [new("Nobody At All", DesignSamples.Signature())] };
        var draft = await DraftAsync(system, center, design);

        var refusal = await system.RefusedAsync(new PublishDesign(draft.Id, draft.Version));

        refusal.Code.ShouldBe("design_faulty");
        var problem = refusal.Problems.ShouldHaveSingleItem();
        (problem.Field, problem.Code).ShouldBe(("design.signatures[0].signatory", "signatory_unknown"));
        problem.Message.ShouldContain("'Nobody At All'");
        (await system.DoAsync(new GetDesign(draft.Id), Callers.Registrar)).PublishedAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_signatory_whose_signature_is_in_use_stays_until_another_design_is_used()
    {
        await using var system = new TestSystem(realDocuments: true);
        var center = await system.DoAsync(new GetCenter((await system.AddCohortAsync()).CenterId));
        var signatory = center.Signatories[0].Name;
        var design = trilingual with { Signatures = [new(signatory, DesignSamples.Signature())] };
        var draft = await DraftAsync(system, center.Id, design);
        await system.DoAsync(new PublishDesign(draft.Id, draft.Version));
        await system.DoAsync(new UseDesign(draft.Id));
        var fields = CenterBuilder.Fields() with
        {
            Code = center.Code,
            Signatories = [new("Somebody Else", "Director")],
        };

        var refusal = await system.RefusedAsync(new UpdateCenter(center.Id, center.Version, fields));
        await system.DoAsync(new DropDesign(center.Id));
        await system.DoAsync(new UpdateCenter(center.Id, center.Version, fields));

        refusal.Code.ShouldBe("signature_in_use");
        refusal.Message.ShouldContain($"'{signatory}'");
        (await system.RefusedAsync(new UseDesign(draft.Id))).Problems[0].Code.ShouldBe("signatory_unknown");
    }

    [Fact]
    public async Task A_published_design_never_changes()
    {
        await using var system = new TestSystem(realDocuments: true);
        var center = (await system.AddCohortAsync()).CenterId;
        var draft = await DraftAsync(system, center, trilingual);
        var changed = trilingual with { Color = "#3A1B66" };

        var edited = await system.DoAsync(new UpdateDesign(draft.Id, 1, new("Renamed", changed)));
        (await system.RefusedAsync(new UpdateDesign(draft.Id, 1, new("Late", trilingual)))).Code.ShouldBe(
            "stale_version"
        );
        var published = await system.DoAsync(new PublishDesign(draft.Id, edited.Version));

        (published.Number, published.Name, published.Design.Color).ShouldBe((1, "Renamed", "#3A1B66"));
        (
            await system.RefusedAsync(new UpdateDesign(draft.Id, published.Version, new("Again", trilingual)))
        ).Code.ShouldBe("design_published");
        (await system.RefusedAsync(new PublishDesign(draft.Id, null))).Code.ShouldBe("design_published");
        (await DraftAsync(system, center, trilingual)).Number.ShouldBe(2);
    }

    [Fact]
    public async Task A_preview_is_a_specimen_with_the_center_s_own_name_and_signatories()
    {
        await using var system = new TestSystem(realDocuments: true);
        var center = (await system.AddCohortAsync()).CenterId;
        var draft = await DraftAsync(system, center, trilingual);

        var preview = await system.DoAsync(new PreviewDesign(draft.Id), Callers.Registrar);

        var text = await ForeignProgram.PdfTextAsync(preview.Pdf);
        text.ShouldContain("SPECIMEN");
        text.ShouldContain("Almaty Training Center");
        (await system.CountAsync("Certificates")).ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_drawn_is_neither_drafted_nor_saved()
    {
        await using var system = new TestSystem(realDocuments: true);
        var center = (await system.AddCohortAsync()).CenterId;
        var pale = trilingual with { Color = "#FFEEAA" };

        var refusal = await system.RefusedAsync(new CreateDesign(center, new("Pale", pale)));
        var draft = await DraftAsync(system, center, trilingual);
        var late = await system.RefusedAsync(new UpdateDesign(draft.Id, 1, new("Pale", pale)));

        refusal.Code.ShouldBe("design_faulty");
        refusal.Problems.ShouldHaveSingleItem().Field.ShouldBe("design.color");
        late.ShouldBe(refusal with { Problems = late.Problems });
        (await system.CountAsync("CertificateDesigns")).ShouldBe(1);
    }

    [Fact]
    public async Task Fields_of_a_design_are_checked_by_name()
    {
        await using var system = new TestSystem();
        var center = (await system.AddCohortAsync()).CenterId;
        var wrong = new CertificateDesign
        {
            Style = DesignStyle.Plain,
            Languages = ["en", "xx"],
            Color = "green",
            Words = [new() { Language = "ru" }],
            Signatures = [new("Somebody", new byte[150_001])],
        };

        var refusal = await system.RefusedAsync(new CreateDesign(center, new("", wrong)));

        refusal
            .Problems.Select(problem => problem.Field)
            .ShouldBe(
                ["name", "design.languages[1]", "design.color", "design.words[0]", "design.signatures[0].image"],
                ignoreOrder: true
            );
    }

    internal static async Task<CertificateView> IssueAsync(TestSystem system, CohortView cohort)
    {
        var trainee = await system.AddTraineeAsync(cohort.Id);
        await system.DecideAsync(cohort.CenterId, [trainee]);
        var row = (await system.IssueAsync([trainee])).ShouldHaveSingleItem();
        row.Problem.ShouldBeNull();
        return await system.DoAsync(new GetCertificate(row.CertificateId!.Value));
    }

    static async Task<Guid> PublishedAsync(TestSystem system, Guid centerId, string language)
    {
        var draft = await DraftAsync(system, centerId, DesignSamples.Of(DesignStyle.Plain, language));
        return (await system.DoAsync(new PublishDesign(draft.Id, draft.Version))).Id;
    }

    internal static Task<DesignView> DraftAsync(TestSystem system, Guid centerId, CertificateDesign design) =>
        system.DoAsync(new CreateDesign(centerId, new("In three languages", design)));

    internal static async Task<string> TextAsync(TestSystem system, CertificateView certificate)
    {
        var file = await system.DoAsync(new GetCertificateFile(certificate.Id));
        await using var content = file.Content;
        var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return await ForeignProgram.PdfTextAsync(bytes.ToArray());
    }
}
