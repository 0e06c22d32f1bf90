using System.Security.Cryptography;
using Enrollment.Admissions.Documents.Formats;
using Enrollment.Tests.Admissions.Documents;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web.Documents;

/// <summary>What people do with documents, over HTTP.</summary>
public sealed class DocumentTests(WebSystem web) : IClassFixture<WebSystem>
{
    public static TheoryData<string> Formats => new(DocumentFormat.All.Select(format => format.Name));

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_document_comes_back_as_it_was_sent_with_the_type_of_its_content(string name)
    {
        var format = DocumentFormat.All.Single(f => f.Name == name);
        var (bytes, application) = (SampleFiles.Of(format), await web.DraftAsync());

        var made = (await web.Student.UploadAsync(application, bytes, $"scan{format.Extensions[0]}")).Expect(201);

        ((string?)made["mediaType"]).ShouldBe(format.MediaType);
        ((string?)made["hash"]).ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        ((long?)made["bytes"]).ShouldBe(bytes.Length);
        ((string?)made["kind"], (string?)made["scan"], (string?)made["review"]).ShouldBe(
            ("diploma", "unscanned", "pending")
        );
        (await web.Student.GetAsync(made.Location!)).Expect(200).ETag.ShouldBe(made.ETag);
        foreach (var client in new[] { web.Student, web.Registrar })
        {
            var file = (await client.GetAsync($"{made.Location}/file")).Expect(200);
            file.Bytes.ShouldBe(bytes);
            file.Type.ShouldBe(format.MediaType);
        }
    }

    [Fact]
    public async Task A_document_is_handed_out_so_that_nothing_in_it_can_run()
    {
        var application = await web.DraftAsync();
        var made = (await web.Student.UploadAsync(application)).Expect(201);

        var file = (await web.Student.GetAsync($"{made.Location}/file")).Expect(200);

        file.Header("Content-Disposition")!.ShouldStartWith("attachment;");
        file.Header("X-Content-Type-Options").ShouldBe("nosniff");
        file.Header("Content-Security-Policy").ShouldBe("default-src 'none'; sandbox; frame-ancestors 'none'");
        file.Header("Cache-Control")!.ShouldContain("no-store");
    }

    [Theory]
    [InlineData("Диплом Нұрлан.pdf", "filename=\"______ ______.pdf\"; filename*=UTF-8''%D0%94")]
    [InlineData("a\u202Efdp.exe", "filename=afdp.exe.pdf; filename*=UTF-8''afdp.exe.pdf")]
    [InlineData("../../secret.pdf", "filename=secret.pdf; filename*=UTF-8''secret.pdf")]
    [InlineData("photo.jpg", "filename=photo.jpg.pdf; filename*=UTF-8''photo.jpg.pdf")]
    public async Task A_name_is_made_safe_and_given_in_both_forms(string name, string header)
    {
        var application = await web.DraftAsync();
        var made = (await web.Student.UploadAsync(application, name: name)).Expect(201);

        var file = (await web.Student.GetAsync($"{made.Location}/file")).Expect(200);

        file.Header("Content-Disposition")!.ShouldStartWith($"attachment; {header}");
    }

    [Fact]
    public async Task A_download_that_broke_off_goes_on_where_it_stood()
    {
        var (bytes, application) = (SampleFiles.Pdf(300_000), await web.DraftAsync());
        var path = $"{(await web.Student.UploadAsync(application, bytes)).Expect(201).Location}/file";

        var part = (await web.Student.GetAsync(path, ("Range", "bytes=100000-"))).Expect(206);

        part.Bytes.ShouldBe(bytes[100_000..]);
        var whole = (await web.Student.GetAsync(path)).Expect(200);
        (await web.Student.GetAsync(path, ("If-None-Match", whole.ETag!))).Expect(304);
    }

    [Fact]
    public async Task An_upload_that_is_sent_again_answers_with_the_document_that_is_there()
    {
        var application = await web.DraftAsync();
        var made = (await web.Student.UploadAsync(application)).Expect(201);

        var again = (await web.Student.UploadAsync(application, name: "other name.pdf")).Expect(200);
        var asAnotherKind = (await web.Student.UploadAsync(application, kind: "certificate")).Expect(201);

        ((Guid)again["id"]!).ShouldBe((Guid)made["id"]!);
        ((Guid)asAnotherKind["id"]!).ShouldNotBe((Guid)made["id"]!);
        var list = (await web.Student.GetAsync(Uploads.Path(application))).Expect(200);
        list["items"]!.AsArray().Select(d => (string?)d!["kind"]).ShouldBe(["diploma", "certificate"]);
    }

    [Fact]
    public async Task Documents_are_listed_page_by_page()
    {
        var application = await web.DraftAsync();
        for (var number = 0; number < 3; number++)
            (await web.Student.UploadAsync(application, SampleFiles.Pdf(tag: $"{number}"))).Expect(201);

        var first = (await web.Student.GetAsync($"{Uploads.Path(application)}?limit=2")).Expect(200);
        var next = $"{Uploads.Path(application)}?limit=2&cursor={first["nextCursor"]}";

        first["items"]!.AsArray().Count.ShouldBe(2);
        (await web.Student.GetAsync(next)).Expect(200)["items"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_document_is_taken_off_a_draft_and_stays_in_the_history()
    {
        var application = await web.DraftAsync();
        var made = (await web.Student.UploadAsync(application, SampleFiles.Pdf(tag: "removed"))).Expect(201);

        (await web.Student.PostAsync($"{made.Location}/remove")).ExpectProblem(428, "if_match_missing");
        (await web.Student.PostAsync($"{made.Location}/remove", null, ("If-Match", made.ETag!))).Expect(200);

        (await web.Student.GetAsync(made.Location!)).ExpectProblem(404, "document_not_found");
        (await web.Student.GetAsync($"{made.Location}/file")).ExpectProblem(404, "document_not_found");
        var history = (await web.Student.GetAsync($"/api/v1/applications/{application}/history")).Expect(200);
        var removed = history["items"]!.AsArray().Single(e => (string?)e!["action"] == "document.removed");
        ((string?)removed!["details"]!["hash"]).ShouldBe((string?)made["hash"]);
    }

    [Fact]
    public async Task A_document_of_an_application_that_was_sent_stays_and_more_may_come()
    {
        var application = await web.DraftAsync();
        var made = (await web.Student.UploadAsync(application)).Expect(201);
        await Journey.MoveAsync(web.Student, application, "submit");

        var refused = await web.Student.PostAsync($"{made.Location}/remove", null, ("If-Match", made.ETag!));

        refused.ExpectProblem(409, "not_a_draft");
        (await web.Student.UploadAsync(application, SampleFiles.Png(), "photo.png", "photo")).Expect(201);
        await Journey.MoveAsync(web.Registrar, application, "reject", new { Reason = "No place." });
        (await web.Student.UploadAsync(application, SampleFiles.Jpeg())).ExpectProblem(
            409,
            "application_takes_no_documents"
        );
    }

    [Fact]
    public async Task Staff_verify_and_refuse_a_document_once_for_each_version()
    {
        var application = await web.DraftAsync();
        var made = (await web.Student.UploadAsync(application)).Expect(201);
        var tag = ("If-Match", made.ETag!);

        (await web.Student.PostAsync($"{made.Location}/verify", null, tag)).ExpectProblem(403, "permission_denied");
        (await web.Registrar.PostAsync($"{made.Location}/verify")).ExpectProblem(428, "if_match_missing");
        (await web.Registrar.PostAsync($"{made.Location}/refuse", new { Reason = "" }, tag))
            .Expect(400)
            .Fields.ShouldBe(["reason"]);
        var verified = (await web.Registrar.PostAsync($"{made.Location}/verify", null, tag)).Expect(200);
        var late = new { Reason = "It is of somebody else." };
        (await web.Registrar.PostAsync($"{made.Location}/refuse", late, tag)).ExpectProblem(412, "stale_version");
        var refused = await web.Registrar.PostAsync($"{made.Location}/refuse", late, ("If-Match", verified.ETag!));

        ((string?)verified["review"], (string?)verified["reason"]).ShouldBe(("verified", null));
        ((string?)refused.Expect(200)["review"], (string?)refused["reason"]).ShouldBe(("refused", late.Reason));
        ((string?)(await web.Student.GetAsync(made.Location!))["reason"]).ShouldBe(late.Reason);
    }

    [Fact]
    public async Task Nobody_gets_at_the_documents_of_somebody_else()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var application = await job.ApplyAsync(web.Registrar, await job.RegisterAsync());
        var mine = await web.DraftAsync();
        var made = (await web.Registrar.UploadAsync(application)).Expect(201);

        (await web.Student.UploadAsync(application)).ExpectProblem(403, "not_your_record");
        foreach (var path in (string[])[Uploads.Path(application), made.Location!, $"{made.Location}/file"])
        {
            (await web.Student.GetAsync(path)).ExpectProblem(403, "not_your_record");
            (await web.Anonymous.GetAsync(path)).ExpectProblem(401, "authentication_required");
        }

        var through = $"{Uploads.Path(mine)}/{made["id"]}/file";
        (await web.Student.GetAsync(through)).ExpectProblem(404, "document_not_found");
        var remove = await web.Student.PostAsync($"{made.Location}/remove", null, ("If-Match", made.ETag!));
        remove.ExpectProblem(403, "not_your_record");
    }
}
