using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Enrollment.Credentials.Verification;
using Enrollment.Documents.Signatures.Verification;
using Enrollment.Tests.Documents.Signatures;
using Enrollment.Web.Hosting;
using Enrollment.Web.Pages;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

/// <summary>What a stranger hears of a file, dropped on the page or sent by a program.</summary>
public sealed class FileVerificationTests(WebSystem web) : IClassFixture<WebSystem>
{
    [Fact]
    public async Task The_file_that_was_issued_is_valid_and_one_with_a_changed_byte_is_altered()
    {
        var certificate = await Journey.CertifyAsync(web);
        var pdf = (await web.Registrar.GetAsync($"/api/v1/certificates/{certificate["id"]}/pdf")).Expect(200).Bytes;

        var genuine = (await SendAsync(pdf, "application/pdf")).Expect(200);
        ((string?)genuine["answer"]).ShouldBe("valid");
        ((bool?)genuine["file"]!["isIssued"]).ShouldBe(true);
        ((string?)genuine["file"]!["signature"], (string?)genuine["file"]!["credential"]).ShouldBe(
            ("valid", "status-unknown")
        );

        var at = pdf.AsSpan().IndexOf("/OutputConditionIdentifier(sRGB"u8);
        pdf[at + "/OutputConditionIdentifier(".Length] ^= 1;
        var saved = (await SendAsync(pdf, "application/pdf")).Expect(200);
        ((string?)saved["answer"], (string?)saved["serial"]).ShouldBe(("altered", (string?)certificate["serial"]));
        ((string?)saved["file"]!["signature"]).ShouldBe("altered");
    }

    [Fact]
    public async Task The_register_names_the_certificate_that_signed_a_file_as_the_file_and_the_issuer_do()
    {
        var certificate = await Journey.CertifyAsync(web);
        var pdf = (await web.Registrar.GetAsync($"/api/v1/certificates/{certificate["id"]}/pdf")).Expect(200).Bytes;
        var page = $"/verify/{certificate["verificationCode"]}";

        var signedBy = (string?)(await web.Anonymous.GetAsync(page)).Expect(200)["signedBy"];

        signedBy.ShouldNotBeNull();
        ((string?)(await SendAsync(pdf, "application/pdf")).Expect(200)["file"]!["signer"]).ShouldBe(signedBy);
        (await web.Anonymous.GetAsync(page, ("Accept", "text/html"))).Expect(200).Text.ShouldContain(signedBy);
        (await web.Anonymous.GetAsync("/issuer")).Expect(200).Text.ShouldContain(signedBy);
    }

    [Fact]
    public async Task A_credential_is_valid_until_its_certificate_is_revoked()
    {
        var certificate = await Journey.CertifyAsync(web);
        var id = certificate["id"];
        var json = (await web.Registrar.GetAsync($"/api/v1/certificates/{id}/credential")).Expect(200);
        json.Type.ShouldBe("application/vc+ld+json");
        var token = (await web.Registrar.GetAsync($"/api/v1/certificates/{id}/credential.jwt")).Expect(200);
        token.Type.ShouldBe("text/plain");

        ((string?)(await SendAsync(json.Bytes, json.Type!)).Expect(200)["answer"]).ShouldBe("valid");
        ((string?)(await SendAsync(token.Bytes, token.Type!)).Expect(200)["answer"]).ShouldBe("valid");
        foreach (var (format, type) in new[] { ("svg", "image/svg+xml"), ("png", "image/png") })
        {
            var badge = (await web.Registrar.GetAsync($"/api/v1/certificates/{id}/badge.{format}")).Expect(200);
            badge.Type.ShouldBe(type);
            var found = (await SendAsync(badge.Bytes, type)).Expect(200);
            ((string?)found["answer"], (string?)found["serial"]).ShouldBe(("valid", (string?)certificate["serial"]));
        }

        var forged = Encoding.UTF8.GetBytes(json.Text.Replace("\"Pass\"", "\"Distinction\"", StringComparison.Ordinal));
        var altered = (await SendAsync(forged, json.Type!)).Expect(200);
        ((string?)altered["answer"], (string?)altered["serial"]).ShouldBe(("altered", null));

        (await web.Registrar.PostAsync($"/api/v1/certificates/{id}/revoke", new { Reason = "As a test." })).Expect(200);
        ((string?)(await SendAsync(json.Bytes, json.Type!)).Expect(200)["answer"]).ShouldBe("revoked");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("a.b.c")]
    [InlineData("%PDF-1.7\nnothing")]
    [InlineData("just words")]
    public async Task A_file_that_is_none_of_ours_is_unknown(string text)
    {
        var answer = await SendAsync(Encoding.UTF8.GetBytes(text), "application/pdf");

        if (text.Length == 0)
            answer.ExpectProblem(400, "file_missing");
        else
            ((string?)answer.Expect(404)["answer"]).ShouldBe("unknown");
    }

    [Fact]
    public async Task A_file_larger_than_any_certificate_is_refused() =>
        (await SendAsync(new byte[5_000_001], "application/pdf")).ExpectProblem(413, "file_too_large");

    [Fact]
    public async Task A_browser_sends_the_file_by_a_form_and_reads_a_page()
    {
        var certificate = await Journey.CertifyAsync(web);
        var pdf = (await web.Registrar.GetAsync($"/api/v1/certificates/{certificate["id"]}/pdf")).Expect(200).Bytes;

        var page = (await DropAsync(pdf, "kk")).Expect(200);

        page.Type.ShouldBe("text/html");
        var text = WebUtility.HtmlDecode(page.Text);
        text.ShouldContain("Сертификат жарамды");
        text.ShouldContain((string)certificate["serial"]!);
        text.ShouldContain("Файлдың қолтаңбасы: дұрыс");
        text.ShouldContain("Электрондық куәлік: оның қолтаңбасы дұрыс; содан бері не болғанын тізілім көрсетеді");
    }

    [Theory]
    [InlineData("en", "This file is signed by the center, but it isn't a certificate", "Signature of the file: right")]
    [InlineData("kk", "Файлға орталық қол қойған, бірақ бұл сертификат емес", "Файлдың қолтаңбасы: дұрыс")]
    [InlineData("ru", "Файл подписан центром, но это не сертификат", "Подпись файла: верна")]
    [InlineData("zh", "此文件由中心签名，但不是证书", "文件签名：正确")]
    public async Task A_transcript_is_said_to_be_signed_and_no_certificate(
        string language,
        string heading,
        string signature
    )
    {
        var journey = new Journey(web);
        await journey.OpenCohortAsync();
        var enrollment = await journey.PassAsync();
        (await web.Registrar.PostAsync($"/api/v1/cohorts/{journey.CohortId}/release")).Expect(200);
        var pdf = (await web.Registrar.GetAsync($"/api/v1/enrollments/{enrollment}/transcript.pdf?language={language}"))
            .Expect(200)
            .Bytes;

        var page = WebUtility.HtmlDecode((await DropAsync(pdf, language)).Expect(404).Text);
        page.ShouldContain($">{heading}</h1>");
        page.ShouldContain(signature);
        page.ShouldNotContain(Words(language)["unknownFileText"]);
        page.ShouldNotContain(Words(language)["checkedFileDiffers"]);
        var answer = (await SendAsync(pdf, "application/pdf")).Expect(404);
        ((string?)answer["answer"], (string?)answer["file"]!["signature"]).ShouldBe(("unknown", "valid"));

        pdf[pdf.AsSpan().IndexOf("/OutputConditionIdentifier(sRGB"u8) + "/OutputConditionIdentifier(".Length] ^= 1;
        WebUtility
            .HtmlDecode((await DropAsync(pdf, language)).Expect(404).Text)
            .ShouldContain(Words(language)["unknownFileText"]);
    }

    [Fact]
    public void Whatever_a_signature_or_a_proof_is_found_to_be_has_its_words()
    {
        foreach (var verdict in Enum.GetValues<SignatureVerdict>())
            PageWords.English[$"signature{verdict}"].ShouldNotBeEmpty();
        foreach (var verdict in Enum.GetValues<Verdict>())
            PageWords.English[$"credential{verdict}"].ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("application/json")]
    [InlineData("application/ld+json")]
    [InlineData("application/vc+ld+json")]
    [InlineData("application/vc+jwt")]
    [InlineData("text/plain")]
    [InlineData("image/svg+xml")]
    [InlineData("image/png")]
    public async Task A_file_is_read_under_each_media_type_that_it_may_be_sent_as(string type)
    {
        var certificate = await Journey.CertifyAsync(web);
        var path = $"/api/v1/certificates/{certificate["id"]}/credential";
        var json = (await web.Registrar.GetAsync(path)).Expect(200).Bytes;
        var token = (await web.Registrar.GetAsync($"{path}.jwt")).Expect(200).Bytes;

        ((string?)(await SendAsync(json, type)).Expect(200)["answer"]).ShouldBe("valid");
        // As an editor leaves it.
        ((string?)(await SendAsync([.. token, .. "\r\n"u8], type)).Expect(200)["answer"]).ShouldBe("valid");
    }

    [Fact]
    public async Task A_time_stamp_of_an_authority_that_is_trusted_counts_and_its_certificate_is_published()
    {
        using var authority = new TimeStampServer(DateTimeOffset.UtcNow);
        await using var stamped = new WebSystem
        {
            Arguments =
            [
                $"--Enrollment:Issuer:TimeStamp:Address={authority.Address}",
                $"--Enrollment:Issuer:TimeStamp:AuthoritiesFile={authority.AuthorityFile}",
                "--Enrollment:Issuer:TimeStamp:Room=30000",
            ],
        };
        await stamped.InitializeAsync();
        var certificate = await Journey.CertifyAsync(stamped);
        var pdf = (await stamped.Registrar.GetAsync($"/api/v1/certificates/{certificate["id"]}/pdf")).Expect(200).Bytes;
        // Room that the stamp doesn't need is filled with zeros, two digits a byte; by default there are 24,000.
        pdf.AsSpan().IndexOf(Encoding.ASCII.GetBytes(new string('0', 40_000))).ShouldBePositive();

        using var body = new ByteArrayContent(pdf);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        var found = (await stamped.Anonymous.CallAsync(HttpMethod.Post, "/verify/file", body)).Expect(200);
        ((string?)found["file"]!["signature"]).ShouldBe("valid");
        ((DateTimeOffset)found["file"]!["stampedAt"]!).ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));
        var page = await stamped.Anonymous.CallAsync(
            HttpMethod.Post,
            "/verify/file?lang=ru",
            new ByteArrayContent(pdf) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } },
            ("Accept", "text/html")
        );
        WebUtility.HtmlDecode(page.Expect(200).Text).ShouldContain("Отметка времени: подписан не позднее");

        (await stamped.Anonymous.GetAsync("/issuer/tsa.pem"))
            .Expect(200)
            .Text.ShouldBe(authority.Authority.ExportCertificatePem() + "\n");
        (await stamped.Anonymous.GetAsync("/issuer", ("Accept", "text/html")))
            .Expect(200)
            .Text.ShouldContain("/issuer/tsa.pem");
        (await web.Anonymous.GetAsync("/issuer", ("Accept", "text/html")))
            .Expect(200)
            .Text.ShouldNotContain("/issuer/tsa.pem");
    }

    [Fact]
    public void Authorities_of_time_stamps_that_cannot_be_read_are_refused_by_their_setting()
    {
        var settings = new IssuerSettings { TimeStamp = new() { AuthoritiesFile = "/nowhere/tsa.pem" } };
        Should
            .Throw<SettingsException>(() => Enrollment.Web.Issuing.TrustedAuthorities.Read(settings))
            .Message.ShouldStartWith("Enrollment:Issuer:TimeStamp:AuthoritiesFile can't be read: ");
    }

    static PageWords Words(string language) => PageWords.All.Single(words => words.Language == language);

    async Task<Answer> DropAsync(byte[] file, string language)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "file.pdf" } };
        return await web.Anonymous.CallAsync(
            HttpMethod.Post,
            $"/verify/file?lang={language}",
            form,
            ("Accept", "text/html")
        );
    }

    async Task<Answer> SendAsync(byte[] content, string type)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await web.Anonymous.CallAsync(HttpMethod.Post, "/verify/file", body);
    }
}
