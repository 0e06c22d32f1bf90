using System.Text;
using System.Text.Json.Nodes;
using Enrollment.Credentials;
using Enrollment.Credentials.Badges;
using Enrollment.Credentials.Proofs;
using Enrollment.Storage;
using Enrollment.Tests.Documents;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Credentials;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class OpenBadgeTests
{
    [Fact]
    public void Equal_input_gives_equal_bytes_and_an_equal_proof()
    {
        var (first, second) = (CredentialSamples.Signed(), CredentialSamples.Signed());
        second.Json.ShouldBe(first.Json);
        second.Token[..second.Token.LastIndexOf('.')].ShouldBe(first.Token[..first.Token.LastIndexOf('.')]);
    }

    [Fact]
    public void Numbers_that_are_equal_are_written_alike()
    {
        var snapshot = CertificateSamples.Latin;
        OpenBadge
            .Write(snapshot with { Credits = 16.50m, Mark = 92.00m }, CredentialSamples.Facts)
            .ShouldBe(OpenBadge.Write(snapshot with { Credits = 16.5m, Mark = 92 }, CredentialSamples.Facts));
    }

    [Fact]
    public void The_holder_stands_nowhere_in_the_clear()
    {
        var text = Encoding.UTF8.GetString(CredentialSamples.Signed().Json);
        text.ShouldNotContain(CredentialSamples.Email);
        text.ShouldNotContain("Bekmukhamedov");
        CredentialSamples.Facts.Identities[0].IsOf(CredentialSamples.Email).ShouldBeTrue();
        CredentialSamples.Facts.Identities[0].IsOf("thief@example.kz").ShouldBeFalse();
    }

    // The example of the standard.
    [Fact]
    public void An_identity_is_hashed_as_the_standard_says() =>
        new HashedIdentity(
            "emailAddress",
            "Kosher",
            "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
        )
            .IsOf("a@example.com")
            .ShouldBeTrue();

    [Fact]
    public void A_salt_that_could_be_guessed_is_refused()
    {
        Should.Throw<ArgumentException>(() => HashedIdentity.Of("name", "Daniyar", "Kosher"));
        HashedIdentity.Of("name", "Daniyar", HashedIdentity.NewSalt()).IsOf("Daniyar").ShouldBeTrue();
        HashedIdentity.NewSalt().ShouldNotBe(HashedIdentity.NewSalt());
    }

    [Theory]
    [InlineData("en", "CNC Machining and Industrial Maintenance", "A course of 480 hours")]
    [InlineData("kk", "СББ станоктары және жабдыққа қызмет көрсету", "сағаттық курс")]
    [InlineData("ru", "Станки с ЧПУ и обслуживание оборудования", "Уровень 4")]
    [InlineData("zh", "数控加工与工业设备维护", "480 学时")]
    public void Each_language_has_its_achievement_that_names_the_others(string language, string name, string words)
    {
        var achievement = JsonNode.Parse(
            Achievement.Write(CertificateSamples.Latin, CredentialSamples.Facts, language)
        )!;
        achievement["id"]!.GetValue<string>().ShouldEndWith("/CNC-M4/3/" + language);
        achievement["inLanguage"]!.GetValue<string>().ShouldBe(language);
        achievement["name"]!.GetValue<string>().ShouldBe(name);
        achievement["description"]!.GetValue<string>().ShouldContain(words);
        achievement["criteria"]!["narrative"]!.GetValue<string>().ShouldContain("480");
        var related = achievement["related"]!.AsArray().Select(other => other!["inLanguage"]!.GetValue<string>());
        related.Append(language).ShouldBe(["en", "kk", "ru", "zh"], ignoreOrder: true);
        var credential = JsonNode.Parse(
            CredentialSamples.Signed(facts: CredentialSamples.Facts with { Language = language }).Json
        )!;
        credential["name"]!.GetValue<string>().ShouldBe(name);
        var own = credential["credentialSubject"]!["achievement"]!.ToJsonString();
        achievement.AsObject().Remove("@context");
        achievement.ToJsonString().ShouldBe(own);
    }

    public static TheoryData<string, Func<BadgeFacts, BadgeFacts>> Mistakes =>
        new()
        {
            { "issuer.url", facts => facts with { Issuer = facts.Issuer with { Url = "/centers/ALA" } } },
            { "issuer.id", facts => facts with { Issuer = facts.Issuer with { Did = "did:web:other.example" } } },
            { "credentialSubject.achievement.id", facts => facts with { AchievementUrl = "achievements/1" } },
            { "credentialSubject.achievement.image.id", facts => facts with { PictureUrl = "a picture" } },
            {
                "credentialSubject.achievement.alignment[0].targetUrl",
                facts => facts with { Alignments = [new("x", "not a url", null, null)] }
            },
            { "credentialStatus.id", facts => facts with { Status = facts.Status with { ListUrl = "lists/7" } } },
            { "credentialStatus.statusListIndex", facts => facts with { Status = facts.Status with { Index = -1 } } },
            { "credentialSubject.identifier", facts => facts with { Identities = [] } },
            { "achievement.name", facts => facts with { Language = "kk", Titles = [] } },
            { "achievement.related", facts => facts with { Titles = [new("ru", "a"), new("ru", "b")] } },
            { "achievement.inLanguage", facts => facts with { Language = "fr", Titles = [new("fr", "Tournage")] } },
            { "achievement.inLanguage", facts => facts with { Titles = [new("fr", "Tournage")] } },
            { "validUntil", facts => facts with { ValidFrom = new(2031, 12, 1, 0, 0, 0, TimeSpan.Zero) } },
        };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_in_the_facts_is_named_and_nothing_is_signed(
        string member,
        Func<BadgeFacts, BadgeFacts> change
    ) =>
        Should
            .Throw<MalformedCredentialException>(() => CredentialSamples.Signed(facts: change(CredentialSamples.Facts)))
            .Member.ShouldBe(member);

    [Fact]
    public void What_is_signed_already_is_not_signed_again_and_blanks_behind_it_do_not_matter()
    {
        var (keys, now) = (CredentialSamples.Keys, CredentialSamples.Now);
        byte[] written = OpenBadge.Write(CertificateSamples.Latin, CredentialSamples.Facts);
        var signed = SignedCredential.Of(written, keys, now).Json;

        Should
            .Throw<MalformedCredentialException>(() => SignedCredential.Of(signed, keys, now))
            .Member.ShouldBe("proof");
        SignedCredential.Of((byte[])[.. written, (byte)' ', (byte)'\n'], keys, now).Json.ShouldBe(signed);
    }

    [Fact]
    public void The_days_of_the_certificate_are_those_of_the_centers_zone()
    {
        var credential = JsonNode.Parse(CredentialSamples.Signed().Json)!;
        // 20 November 2026 and the end of 23 November 2031, in Almaty at UTC+5.
        credential["awardedDate"]!.GetValue<string>().ShouldBe("2026-11-19T19:00:00Z");
        credential["validUntil"]!.GetValue<string>().ShouldBe("2031-11-23T19:00:00Z");
        credential["validFrom"]!.GetValue<string>().ShouldBe("2026-11-24T06:30:00Z");
    }
}
