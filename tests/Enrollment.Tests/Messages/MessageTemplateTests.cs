using System.Globalization;
using System.Text.RegularExpressions;
using Enrollment.Cohorts;
using Enrollment.Messages;
using Enrollment.People;
using Enrollment.Pipeline;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Messages;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed partial class MessageTemplateTests
{
    static readonly MessageFacts facts = new()
    {
        Kind = MessageKind.Offered,
        PersonName = "Айгүл Нұрланқызы",
        Language = WritingLanguage.English,
        CourseTitle = "Mechatronics",
        CourseTitleLocal = "Мехатроника негіздері",
        CohortCode = "2026-A",
        CenterName = "Training Center",
        CenterNameLocal = "Оқу орталығы",
        StartsOn = new DateOnly(2026, 4, 6),
        TimeZone = "Asia/Almaty",
        Reason = "The diploma is missing.",
        Conditions = "Bring the diploma.\nPass the test.",
        OfferExpiresAt = new DateTimeOffset(2026, 3, 20, 19, 0, 0, TimeSpan.Zero),
        HappensAt = new DateTimeOffset(2026, 3, 18, 5, 0, 0, TimeSpan.Zero),
        About = "diploma.pdf",
        EndedOn = new DateOnly(2026, 5, 1),
        ClosesAt = new DateTimeOffset(2026, 3, 20, 19, 0, 0, TimeSpan.Zero),
        Serial = "ALA-2026-000017",
        ReplacedSerial = "ALA-2026-000009",
        VerificationUrl = "https://verify.example.org/verify/ABC",
        CertificateDelivery = CertificateDelivery.File,
    };

    public static TheoryData<string, MessageKind> All =>
        new(
            from language in WritingLanguage.All
            from kind in Enum.GetValues<MessageKind>()
            select new TheoryDataRow<string, MessageKind>(language, kind)
        );

    [Theory]
    [MemberData(nameof(All))]
    public void A_message_of_each_kind_is_whole_in_each_language(string language, MessageKind kind)
    {
        var about = facts with { Kind = kind, Language = language };

        var (subject, body) = about.Text();

        MessageTemplates.Of(language, kind).Placeholders.ShouldBeSubsetOf(about.Values().Keys);
        subject.ShouldContain(about.Values()["course"]!);
        subject.Length.ShouldBeLessThan(200);
        body.ShouldContain("Айгүл Нұрланқызы");
        body.ShouldContain("2026-A");
        body.TrimEnd().ShouldEndWith(about.Values()["center"]!);
        Brace().IsMatch(subject + body).ShouldBeFalse();
        subject.ShouldNotContain("\n");
    }

    /// <summary>A reason or a condition that the event has must reach the applicant in whatever language.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void The_languages_tell_the_same(string language, MessageKind kind) =>
        MessageTemplates
            .Of(language, kind)
            .Placeholders.ShouldBe(MessageTemplates.Of(WritingLanguage.English, kind).Placeholders, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(All))]
    public void A_message_is_written_in_the_script_of_its_language(string language, MessageKind kind)
    {
        var values = facts.Values().ToDictionary(pair => pair.Key, string? (_) => "0", StringComparer.Ordinal);
        var (subject, body) = MessageTemplates.Of(language, kind).Render(values);
        var text = subject + body;

        Latin().IsMatch(text).ShouldBe(language == WritingLanguage.English);
        Cyrillic().IsMatch(text).ShouldBe(language is WritingLanguage.Kazakh or WritingLanguage.Russian);
        KazakhLetter().IsMatch(text).ShouldBe(language == WritingLanguage.Kazakh);
        Han().IsMatch(text).ShouldBe(language == WritingLanguage.Chinese);
    }

    [Fact]
    public void There_is_a_template_for_each_and_no_other()
    {
        var names = typeof(MessageTemplates).Assembly.GetManifestResourceNames();
        names
            .Where(name => !name.StartsWith("Words/", StringComparison.Ordinal))
            .ShouldBe(
                from language in WritingLanguage.All
                from kind in Enum.GetValues<MessageKind>()
                select MessageTemplates.Name(language, kind),
                ignoreOrder: true
            );
    }

    [Fact]
    public void An_offer_without_conditions_says_nothing_of_conditions()
    {
        var with = facts.Text().Body;
        var without = (facts with { Conditions = null }).Text().Body;

        with.ShouldContain("conditions:\nBring the diploma.\nPass the test.\n");
        without.ShouldNotContain("conditions");
        without.ShouldContain("It is open until:");
    }

    [Fact]
    public void A_letter_about_a_certificate_speaks_of_a_file_only_where_one_comes_along()
    {
        var issued = facts with { Kind = MessageKind.CertificateIssued };

        issued.Text().Body.ShouldContain("The certificate is attached: ALA-2026-000017.pdf");
        (issued with { CertificateDelivery = CertificateDelivery.Link }).Text().Body.ShouldNotContain("attached");
    }

    [Fact]
    public void A_value_with_braces_stands_as_it_is()
    {
        var odd = facts with { PersonName = "{reason} {x}", Conditions = "{name}" };

        odd.Text().Body.ShouldStartWith("Dear {reason} {x},");
        odd.Text().Body.ShouldContain("conditions:\n{name}\n");
    }

    [Fact]
    public void A_template_that_names_an_unknown_value_can_not_be_rendered() =>
        Should.Throw<KeyNotFoundException>(() => new MessageTemplate("Hello {name}\n\n{nmae}").Render(facts.Values()));

    [Theory]
    [InlineData("en")]
    [InlineData("kk")]
    [InlineData("ru")]
    [InlineData("zh")]
    public void An_offer_ends_with_the_last_minute_of_its_day_in_the_words_of_the_language(string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        var minute = new DateTime(2026, 3, 20, 23, 59, 0).ToString("f", culture);

        (facts with { Language = language }).Text().Body.ShouldContain($"{minute} (Asia/Almaty, UTC+05:00)");
    }

    /// <summary>Almaty left UTC+6 in 2024; the Azores are behind UTC; Lebanon's clocks jump at midnight.</summary>
    [Theory]
    [InlineData("Asia/Almaty", "2023-10-05T18:00:00Z", "Thursday, October 5, 2023", "UTC+06:00")]
    [InlineData("Asia/Almaty", "2026-10-05T19:00:00Z", "Monday, October 5, 2026", "UTC+05:00")]
    [InlineData("Atlantic/Azores", "2026-01-11T01:00:00Z", "Saturday, January 10, 2026", "UTC-01:00")]
    [InlineData("America/St_Johns", "2026-01-11T03:30:00Z", "Saturday, January 10, 2026", "UTC-03:30")]
    [InlineData("Asia/Beirut", "2026-03-28T22:00:00Z", "Saturday, March 28, 2026", "UTC+02:00")]
    public void The_last_minute_is_told_in_the_cohorts_zone(string zone, string end, string day, string offset)
    {
        var ends = DateTimeOffset.Parse(end, CultureInfo.InvariantCulture);

        var expires = (facts with { TimeZone = zone, OfferExpiresAt = ends }).Values()["expires"]!;

        expires.ShouldStartWith(day);
        expires.ShouldContain("11:59");
        expires.ShouldEndWith($"({zone}, {offset})");
    }

    [Theory]
    [InlineData("en", "Mechatronics", "Training Center")]
    [InlineData("kk", "Мехатроника негіздері", "Оқу орталығы")]
    [InlineData("ru", "Основы мехатроники", "Учебный центр")]
    [InlineData("zh", "机电一体化", "Training Center")]
    public void Titles_and_names_are_told_in_the_language_of_the_letter(string language, string course, string center)
    {
        var told = (
            facts with
            {
                Language = language,
                TitleLanguage = "kk",
                FurtherTitles = FurtherTexts.Write([new("ru", "Основы мехатроники"), new("zh", "机电一体化")]),
                NameLanguage = "kk",
                FurtherNames = FurtherTexts.Write([new("ru", "Учебный центр")]),
            }
        ).Values();

        (told["course"], told["center"]).ShouldBe((course, center));
    }

    [Theory]
    [InlineData("Latn", "Dana Akhmetova", "en")]
    [InlineData("Cyrl", "Анна Иванова", "ru")]
    [InlineData("Cyrl", "Айгүл Нұрланқызы", "kk")]
    [InlineData("Hans", "王伟", "zh")]
    [InlineData("Arab", "محمد علي", "en")]
    public void The_script_of_a_name_suggests_a_language(string script, string name, string language) =>
        WritingLanguage.For(new PersonName { Script = script, FullName = name }).ShouldBe(language);

    [GeneratedRegex("[{}]")]
    private static partial Regex Brace();

    [GeneratedRegex("[A-Za-z]")]
    private static partial Regex Latin();

    [GeneratedRegex(@"\p{IsCyrillic}")]
    private static partial Regex Cyrillic();

    [GeneratedRegex("[әғқңөұүһі]", RegexOptions.IgnoreCase)]
    private static partial Regex KazakhLetter();

    [GeneratedRegex(@"[\u4e00-\u9fff]")]
    private static partial Regex Han();
}
