using System.Net;
using Enrollment.Web.Pages;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

/// <summary>What a stranger can find out about a certificate without any account.</summary>
public sealed class PublicVerificationTests(WebSystem web) : IClassFixture<WebSystem>
{
    [Theory]
    [InlineData("Akhmetov", "valid")]
    [InlineData("akhmetov", "valid")]
    [InlineData("Ахметов", "valid")]
    [InlineData("НҰРЛАН", "valid")]
    [InlineData("Nurlan Akhmetov", "valid")]
    [InlineData("Akhmeto", "name-differs")]
    [InlineData("Ivanov", "name-differs")]
    public async Task A_number_is_verified_with_one_part_of_the_name(string name, string answer)
    {
        var certificate = await Journey.CertifyAsync(web);

        var found = await web.Anonymous.GetAsync(
            $"/verify?serial={((string)certificate["serial"]!).ToLowerInvariant()}&name={Uri.EscapeDataString(name)}"
        );

        found.Expect(answer == "valid" ? 200 : 404);
        ((string?)found["answer"]).ShouldBe(answer);
        ((string?)found["serial"]).ShouldBe(answer == "valid" ? (string?)certificate["serial"] : null);
    }

    [Fact]
    public async Task A_number_that_was_never_given_is_unknown_and_one_without_a_name_is_refused()
    {
        ((string?)(await web.Anonymous.GetAsync("/verify?serial=XX-1&name=Y")).Expect(404)["answer"]).ShouldBe(
            "unknown"
        );
        (await web.Anonymous.GetAsync("/verify?serial=XX-1")).Expect(400).Fields.ShouldBe(["familyName"]);
    }

    [Theory]
    [InlineData("en", "The issuer")]
    [InlineData("kk", "Сертификат беруші")]
    [InlineData("ru", "Кто выдаёт сертификаты")]
    [InlineData("zh", "颁发者")]
    public async Task The_issuer_tells_people_of_its_keys(string language, string title)
    {
        var page = (await web.Anonymous.GetAsync($"/issuer?lang={language}")).Expect(200);
        WebUtility.HtmlDecode(page.Text).ShouldContain(title);
        page.Text.ShouldContain("did:web:");
        page.Text.ShouldContain("/issuer/ca.pem");
        page.Text.ShouldMatch("[0-9a-f]{64}");
    }

    [Theory]
    [InlineData("en", null, "This certificate is valid")]
    [InlineData(null, "ru", "Сертификат действителен")]
    [InlineData(null, "kk-KZ,ru;q=0.8", "Сертификат жарамды")]
    [InlineData(null, "de, zh-CN;q=0.5", "此证书有效")]
    [InlineData("ru", "zh", "Сертификат действителен")]
    [InlineData("de", "fr", "This certificate is valid")]
    public async Task The_page_speaks_the_language_that_is_asked_for(string? named, string? accepted, string heading)
    {
        var certificate = await Journey.CertifyAsync(web);

        var page = await web.Anonymous.GetAsync(
            $"/verify/{certificate["verificationCode"]}{(named is null ? "" : $"?lang={named}")}",
            ("Accept", "text/html"),
            ("Accept-Language", accepted ?? "en")
        );

        WebUtility.HtmlDecode(page.Expect(200).Text).ShouldContain($">{heading}</h1>");
        page.Header("Vary").ShouldBe("Accept, Accept-Language");
    }

    [Fact]
    public async Task The_page_shows_the_title_and_the_center_in_each_of_their_languages()
    {
        var journey = new Journey(web)
        {
            FurtherTitles = [new("kk", "Сандық білдектермен жұмыс"), new("ru", "Работа на станках с ЧПУ")],
            FurtherNames = [new("ru", "Алматинский учебный центр"), new("ar", "مركز ألماتي للتدريب")],
        };
        await journey.OpenCohortAsync();
        var certificate = await journey.IssueAsync(await journey.PassAsync());

        var page = await web.Anonymous.GetAsync($"/verify/{certificate["verificationCode"]}", ("Accept", "text/html"));
        var answer = await web.Anonymous.GetAsync($"/verify/{certificate["verificationCode"]}");

        var text = WebUtility.HtmlDecode(page.Expect(200).Text);
        text.ShouldContain("Operation of CNC Machine Tools");
        text.ShouldContain("lang=\"kk\">Сандық білдектермен жұмыс<");
        text.ShouldContain("lang=\"ru\">Работа на станках с ЧПУ<");
        text.ShouldContain("Almaty Training Center</span>, Almaty");
        text.ShouldContain(">Алматы оқу орталығы<");
        text.ShouldContain("dir=\"auto\" lang=\"ru\">Алматинский учебный центр<");
        text.ShouldContain("dir=\"auto\" lang=\"ar\">مركز ألماتي للتدريب<");
        var frozen = answer.Expect(200);
        frozen["furtherCourseTitles"]!.AsArray().Select(title => (string?)title!["language"]).ShouldBe(["kk", "ru"]);
        ((string?)frozen["centerNameLocal"]).ShouldBe("Алматы оқу орталығы");
        frozen["furtherCenterNames"]!.AsArray().Select(name => (string?)name!["language"]).ShouldBe(["ru", "ar"]);
    }

    [Fact]
    public async Task Titles_and_names_that_are_said_twice_or_in_no_known_language_are_refused_by_field()
    {
        var journey = new Journey(web);
        var course = new
        {
            Code = $"FT{journey.Tag}",
            Title = "Welding",
            TitleLocal = "Дәнекерлеу",
            TitleLanguage = "kk",
            Hours = 10,
            FurtherTitles = new object[]
            {
                new { Language = "kk", Text = "Дәнекерлеу" },
                new { Language = "en", Text = "Welding" },
                new { Language = "ru", Text = " " },
            },
        };

        (await web.Manager.PostAsync("/api/v1/courses", course))
            .ExpectProblem(400, "invalid_request")
            .Fields.ShouldBe(
                ["furtherTitles", "furtherTitles[1].language", "furtherTitles[2].text"],
                ignoreOrder: true
            );
        var hollow = new
        {
            course.Code,
            course.Title,
            course.Hours,
            FurtherTitles = new object?[] { null },
        };
        (await web.Manager.PostAsync("/api/v1/courses", hollow)).Expect(400);
    }

    [Fact]
    public async Task An_answer_that_is_known_already_isnt_sent_again_until_it_changes()
    {
        var certificate = await Journey.CertifyAsync(web);
        var path = $"/verify/{certificate["verificationCode"]}";
        var first = (await web.Anonymous.GetAsync(path)).Expect(200);

        foreach (var known in new[] { first.ETag!, $"W/{first.ETag}", $"\"0\", {first.ETag}", "*" })
            (await web.Anonymous.GetAsync(path, ("If-None-Match", known))).Expect(304).Bytes.ShouldBeEmpty();
        foreach (var other in new[] { "\"0\"", "nonsense" })
            (await web.Anonymous.GetAsync(path, ("If-None-Match", other))).Expect(200);
        await web.Registrar.PostAsync(
            $"/api/v1/certificates/{certificate["id"]}/suspend",
            new { Reason = "As a test." }
        );
        var second = (await web.Anonymous.GetAsync(path, ("If-None-Match", first.ETag!))).Expect(200);
        ((string?)second["answer"]).ShouldBe("suspended");
    }

    [Fact]
    public async Task Pages_of_others_may_ask_and_read_what_is_published()
    {
        var certificate = await Journey.CertifyAsync(web);
        string[] paths =
        [
            "/.well-known/did.json",
            "/.well-known/jwks.json",
            "/issuer/ca.pem",
            "/status-lists/1",
            "/status-lists/1/suspended",
            "/status-lists/1.jwt",
            $"/verify/{certificate["verificationCode"]}",
        ];
        foreach (var path in paths)
        {
            var answer = (await web.Anonymous.GetAsync(path, ("Origin", "https://employer.example"))).Expect(200);
            answer.Header("Access-Control-Allow-Origin").ShouldBe("*", path);
        }

        (await web.Anonymous.GetAsync("/api/v1/courses", ("Origin", "https://employer.example")))
            .Header("Access-Control-Allow-Origin")
            .ShouldBeNull();
    }

    [Fact]
    public async Task A_status_list_comes_as_JSON_or_as_a_token_and_is_cached_by_its_hash()
    {
        var json = (await web.Anonymous.GetAsync("/status-lists/1")).Expect(200);
        json.Type.ShouldBe("application/vc+ld+json");
        ((string?)json["credentialSubject"]!["statusPurpose"]).ShouldBe("revocation");
        (await web.Anonymous.GetAsync("/status-lists/1", ("If-None-Match", json.ETag!))).Expect(304);

        var token = (await web.Anonymous.GetAsync("/status-lists/1", ("Accept", "application/vc+jwt"))).Expect(200);
        token.Type.ShouldBe("application/vc+jwt");
        token.Text.Split('.').Length.ShouldBe(3);
        (await web.Anonymous.GetAsync("/status-lists/77")).ExpectProblem(404, "status_list_not_found");
    }

    [Fact]
    public async Task What_a_credential_refers_to_is_there()
    {
        var certificate = await Journey.CertifyAsync(web);
        var credential = (await web.Registrar.GetAsync($"/api/v1/certificates/{certificate["id"]}/credential")).Expect(
            200
        );

        var achievement = new Uri((string)credential["credentialSubject"]!["achievement"]!["id"]!);
        var published = (await web.Anonymous.GetAsync(achievement.AbsolutePath)).Expect(200);
        ((string?)published["id"]).ShouldBe(achievement.AbsoluteUri);
        var list = new Uri((string)credential["credentialStatus"]!["statusListCredential"]!);
        ((string?)(await web.Anonymous.GetAsync(list.AbsolutePath)).Expect(200)["id"]).ShouldBe(list.AbsoluteUri);
    }

    [Fact]
    public void The_pages_have_the_same_words_in_each_language()
    {
        var english = PageWords.English.Keys.Order(StringComparer.Ordinal).ToList();
        foreach (var words in PageWords.All)
        {
            words.Keys.Order(StringComparer.Ordinal).ToList().ShouldBe(english);
            foreach (var key in english)
                Braces(words[key]).ShouldBe(Braces(PageWords.English[key]));
        }

        static IEnumerable<string> Braces(string text) =>
            System.Text.RegularExpressions.Regex.Matches(text, @"\{\w+\}").Select(match => match.Value).Order();
    }
}
