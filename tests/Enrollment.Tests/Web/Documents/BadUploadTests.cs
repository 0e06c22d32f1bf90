using System.Net.Sockets;
using System.Text;
using Enrollment.Accounts;
using Enrollment.Storage;
using Enrollment.Tests.Admissions.Documents;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web.Documents;

/// <summary>Uploads that aren't taken: each is told why, and leaves nothing.</summary>
public sealed class BadUploadTests(WebSystem web) : IClassFixture<WebSystem>
{
    const int TooMany = 26_000_000;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("zip", "document_type_not_taken")]
    [InlineData("zip with a PDF inside", "document_type_not_taken")]
    [InlineData("page", "document_type_not_taken")]
    [InlineData("cut PDF", "document_unreadable")]
    [InlineData("empty", "document_empty")]
    public async Task A_content_that_is_not_what_its_name_says_is_refused(string what, string code)
    {
        var application = await web.DraftAsync();
        var bytes = what switch
        {
            "zip" => SampleFiles.Zip(("a.txt", "text"u8.ToArray())),
            "zip with a PDF inside" => SampleFiles.ZipWithPdfInside(),
            "page" => "<html><script>alert(1)</script></html>"u8.ToArray(),
            "cut PDF" => SampleFiles.Pdf(5_000)[..4_000],
            _ => [],
        };

        var answer = await web.Student.UploadAsync(application, bytes);

        answer.ExpectProblem(422, code).Fields.ShouldBe(["file"]);
        await NothingStaysAsync(application);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_of_26_MB_is_refused_with_the_limit_named(bool chunked)
    {
        var application = await web.DraftAsync();
        var form = Uploads.Form(SampleFiles.Pdf(TooMany));
        using HttpContent content = chunked ? Uploads.Chunked.Of(form) : form;

        var answer = await web.Student.PostAsync(Uploads.Path(application), content);

        answer.ExpectProblem(413, "document_too_large").Fields.ShouldBe(["file"]);
        ((string?)answer["detail"])!.ShouldContain("25 MB");
        await NothingStaysAsync(application);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_just_below_the_limit_is_taken(bool chunked)
    {
        var application = await web.DraftAsync();
        var bytes = SampleFiles.Pdf(24_990_000, $"{chunked}");
        bytes.Length.ShouldBeInRange(24_900_000, 25_000_000);
        var form = Uploads.Form(bytes);
        using HttpContent content = chunked ? Uploads.Chunked.Of(form) : form;

        var made = (await web.Student.PostAsync(Uploads.Path(application), content)).Expect(201);

        (await web.Student.GetAsync($"{made.Location}/file")).Expect(200).Bytes.Length.ShouldBe(bytes.Length);
    }

    [Fact]
    public async Task A_form_that_lacks_something_or_has_too_much_is_told_so()
    {
        var application = await web.DraftAsync();
        await RefusedAsync(
            new MultipartFormDataContent { { new StringContent("diploma"), "kind" } },
            "file",
            "missing"
        );
        await RefusedAsync(Uploads.Form(SampleFiles.Pdf(), kind: null), "kind", "missing");
        await RefusedAsync(Uploads.Form(SampleFiles.Pdf(), kind: "passport"), "kind", "unknown_kind");
        await RefusedAsync(Uploads.Form(SampleFiles.Pdf(), kind: new string('k', 100_000)), "kind", "unknown_kind");

        var twoFiles = Uploads.Form(SampleFiles.Pdf());
        twoFiles.Add(Uploads.File(SampleFiles.Png()), "file", "second.png");
        await RefusedAsync(twoFiles, "file", "repeated");

        var more = Uploads.Form(SampleFiles.Pdf());
        more.Add(new StringContent("x"), "comment");
        await RefusedAsync(more, "comment", "unknown_part");
        await NothingStaysAsync(application);

        async Task RefusedAsync(MultipartFormDataContent form, string field, string code)
        {
            using (form)
            {
                var answer = await web.Student.PostAsync(Uploads.Path(application), form);
                answer.ExpectProblem(400, "invalid_request").Fields.ShouldBe([field]);
                ((string?)answer["problems"]![0]!["code"]).ShouldBe(code);
            }
        }
    }

    [Fact]
    public async Task The_parts_may_come_in_any_order()
    {
        var application = await web.DraftAsync();
        using var form = new MultipartFormDataContent
        {
            { Uploads.File(SampleFiles.Pdf()), "file", "diploma.pdf" },
            { new StringContent("diploma"), "kind" },
        };

        (await web.Student.PostAsync(Uploads.Path(application), form)).Expect(201);
    }

    [Fact]
    public async Task A_name_of_5000_letters_is_refused_by_its_length()
    {
        var application = await web.DraftAsync();

        var answer = await web.Student.UploadAsync(application, name: $"{new string('Ж', 5_000)}.pdf");

        answer.ExpectProblem(400, "invalid_request").Fields.ShouldBe(["file"]);
        ((string?)answer["problems"]![0]!["message"])!.ShouldContain("255");
        await NothingStaysAsync(application);
    }

    [Fact]
    public async Task A_body_that_is_no_form_is_refused_with_the_right_type_named()
    {
        var path = Uploads.Path(await web.DraftAsync());

        var json = await web.Student.PostAsync(path, new { Kind = "diploma" });
        using var noBoundary = new StringContent("x");
        noBoundary.Headers.ContentType = new("multipart/form-data");
        using var noForm = new StringContent("nothing like it");
        noForm.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(
            "multipart/form-data; boundary=b"
        );

        ((string?)json.ExpectProblem(415, "media_type_not_read")["detail"])!.ShouldContain("multipart/form-data");
        (await web.Student.PostAsync(path, noBoundary)).ExpectProblem(400, "malformed_form");
        (await web.Student.PostAsync(path, noForm)).ExpectProblem(400, "malformed_form");
    }

    [Fact]
    public async Task An_upload_to_an_application_that_there_is_not_is_refused_before_it_is_read() =>
        (await web.Student.UploadAsync(Guid.NewGuid())).ExpectProblem(404, "application_not_found");

    [Fact]
    public async Task An_upload_whose_line_is_cut_leaves_nothing_half_there()
    {
        var application = await web.DraftAsync();
        var before = web.Files().Count;
        using (var line = await SendHalfAsync(web.Address, Uploads.Path(application)))
        {
            await Uploads.EventuallyAsync(
                () => web.UnfinishedFiles().Any(f => new FileInfo(f).Length > 100_000),
                Token
            );
            // As a line that breaks: no orderly end.
            line.LingerState = new LingerOption(true, 0);
        }

        await Uploads.EventuallyAsync(() => web.UnfinishedFiles().Count == 0, Token);
        web.Files().Count.ShouldBe(before);
        (await web.Student.GetAsync(Uploads.Path(application)))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_content_sent_at_once_is_one_document_or_one_file_of_several()
    {
        var application = await web.DraftAsync();
        var others = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => web.DraftAsync()));
        var (before, bytes) = (web.Files().Count, SampleFiles.Pdf(200_000, "at once"));

        var answers = await Task.WhenAll(
            Enumerable.Repeat(application, 8).Concat(others).Select(id => web.Student.UploadAsync(id, bytes))
        );

        var same = answers[..8];
        same.Count(a => a.Status == 201).ShouldBe(1, string.Join('\n', same.Select(a => a.Text)));
        same.ShouldAllBe(a => a.Status == 201 || a.Status == 200);
        same.Select(a => (Guid)a["id"]!).Distinct().ShouldHaveSingleItem();
        answers[8..].ShouldAllBe(a => a.Status == 201);
        web.Files().Count.ShouldBe(before + 1);
    }

    [Fact]
    [OnlyOn(DatabaseEngine.Sqlite)]
    public async Task A_disk_that_is_full_is_told_and_nothing_half_stays()
    {
        using var disk = new SmallDisk(megabytes: 12);
        await using var small = new WebSystem { Database = new TestDatabase("", disk.File("data")) };
        await small.InitializeAsync();
        var application = await small.DraftAsync();

        var full = await small.Student.UploadAsync(application, SampleFiles.Pdf(20_000_000));

        full.ExpectProblem(503, "files_unavailable");
        small.UnfinishedFiles().ShouldBeEmpty();
        (await small.Student.UploadAsync(application, SampleFiles.Pdf())).Expect(201);
    }

    /// <summary>Announces a large upload and sends the first half of it.</summary>
    internal static async Task<Socket> SendHalfAsync(Uri address, string path)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.Host, address.Port, Token);
        var head = $"""
            POST {path} HTTP/1.1
            Host: localhost
            Authorization: Bearer {WebSystem.Token(Role.Student)}
            Content-Type: multipart/form-data; boundary=b
            Content-Length: 2000000

            --b
            Content-Disposition: form-data; name="kind"

            diploma
            --b
            Content-Disposition: form-data; name="file"; filename="a.pdf"


            """;
        await SendAsync(Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n")));
        await SendAsync(SampleFiles.Pdf(1_000_000));
        return socket;

        async Task SendAsync(byte[] bytes)
        {
            for (var sent = 0; sent < bytes.Length; )
                sent += await socket.SendAsync(bytes.AsMemory(sent), Token);
        }
    }

    async Task NothingStaysAsync(Guid application)
    {
        (await web.Student.GetAsync(Uploads.Path(application)))["items"]!.AsArray().ShouldBeEmpty();
        await Uploads.EventuallyAsync(() => web.UnfinishedFiles().Count == 0, Token);
    }
}
