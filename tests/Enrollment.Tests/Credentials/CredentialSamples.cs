using System.Text;
using Enrollment.Certificates;
using Enrollment.Credentials.Badges;
using Enrollment.Credentials.Issuers;
using Enrollment.Credentials.Proofs;
using Enrollment.Credentials.Status;
using Enrollment.Credentials.Verification;
using Enrollment.Tests.Documents;

namespace Enrollment.Tests.Credentials;

/// <summary>An issuer with its keys and lists, and credentials of every kind that it writes.</summary>
static class CredentialSamples
{
    internal const string Zone = "Asia/Almaty";
    internal const string Email = "daniyar@example.kz";
    internal const string ListUrl = "https://certificates.example.kz/status-lists/7";
    internal const string SuspensionUrl = "https://certificates.example.kz/status-lists/8";
    internal const int Index = 94_567;

    internal static readonly DateTimeOffset Now = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);

    internal static readonly IssuerKeySet Keys = IssuerOf("ALA");
    internal static readonly IssuerKeySet OtherKeys = IssuerOf("TSE");
    internal static readonly DidDocument Document = DidDocument.Read(IssuerDocuments.DidDocument(Keys));

    internal static readonly BadgeFacts Facts = new()
    {
        Id = new("0193a1b2-0000-7000-8000-000000000001"),
        SubjectId = new("0193a1b2-0000-7000-8000-000000000002"),
        Issuer = new(Keys.Did.Value, "Almaty Technical Training Center", "https://certificates.example.kz/centers/ALA"),
        AchievementUrl = "https://certificates.example.kz/achievements/CNC-M4/3",
        ValidFrom = new(2026, 11, 24, 6, 30, 0, TimeSpan.Zero),
        TimeZone = Zone,
        Status = new(ListUrl, Index, StatusPurpose.Revocation),
        Identities = [HashedIdentity.Of("emailAddress", Email, "5f0c7e5b9d1a4c33")],
        Titles =
        [
            new("kk", "СББ станоктары және жабдыққа қызмет көрсету"),
            new("ru", "Станки с ЧПУ и обслуживание оборудования"),
            new("zh", "数控加工与工业设备维护"),
        ],
        Alignments =
        [
            new(
                "metal drawing machine operator",
                "http://data.europa.eu/esco/occupation/8b5c1b7c-6a1b-4c2f-9b0a-3f5a6f0a7f11",
                "7223.4",
                "ESCO"
            ),
            new("Станочник широкого профиля", "https://standards.example.kz/7223", "7223-2", "Кәсіптік стандарт"),
        ],
        PictureUrl = "https://certificates.example.kz/achievements/CNC-M4/3/badge.svg",
    };

    /// <summary>A set for a center with an older, retired key of each kind.</summary>
    internal static IssuerKeySet IssuerOf(string center) =>
        IssuerKeySet.Load(
            WebDid.At(new("https://certificates.example.kz"), "centers", center),
            [.. KeyText.Generate(), .. KeyText.Generate().Select(key => key with { IsRetired = true })]
        );

    internal static SignedCredential Signed(
        CertificateSnapshot? snapshot = null,
        BadgeFacts? facts = null,
        IssuerKeySet? keys = null
    ) => SignedCredential.Of(OpenBadge.Write(snapshot ?? CertificateSamples.Latin, facts ?? Facts), keys ?? Keys, Now);

    internal static SignedCredential List(
        Bitstring bits,
        string url = ListUrl,
        StatusPurpose purpose = StatusPurpose.Revocation,
        IssuerKeySet? keys = null,
        DateTimeOffset? until = null,
        DateTimeOffset? from = null
    )
    {
        var issuer = keys ?? Keys;
        var facts = new StatusListFacts(
            url,
            issuer.Did.Value,
            purpose,
            from ?? Now.AddHours(-1),
            until ?? Now.AddDays(1)
        );
        return SignedCredential.Of(StatusList.Write(bits, facts), issuer, Now);
    }

    internal static VerifiedStatusList Verified(SignedCredential list) =>
        new CredentialVerifier([Document], []).VerifyList(list.Json, Now).List!;

    /// <summary>Knows the issuer, and a list of each purpose in which the given indices are set.</summary>
    internal static CredentialVerifier Verifier(params int[] set)
    {
        var bits = Bits(set);
        return new([Document], [Verified(List(bits)), Verified(List(bits, SuspensionUrl, StatusPurpose.Suspension))]);
    }

    internal static Bitstring Bits(params int[] set)
    {
        var bits = new Bitstring();
        foreach (var index in set)
            bits[index] = true;
        return bits;
    }

    internal static CredentialAnswer Verify(this CredentialVerifier verifier, string text) =>
        verifier.Verify(Encoding.UTF8.GetBytes(text), Now);

    /// <summary>
    /// Credentials by name: names in every script, with and without each optional part, equal parts, and text that every
    /// format has to escape.
    /// </summary>
    internal static Dictionary<string, byte[]> Rich()
    {
        var variants = new Dictionary<string, Func<BadgeFacts, BadgeFacts>>
        {
            ["plain"] = facts => facts with { Titles = [], Alignments = [], PictureUrl = null },
            ["full"] = facts => facts,
            ["in Kazakh"] = facts => facts with { Language = "kk" },
            ["in Russian"] = facts => facts with { Language = "ru" },
            ["in Chinese"] = facts => facts with { Language = "zh" },
            ["equal alignments"] = facts =>
                facts with
                {
                    Alignments = [.. facts.Alignments, .. facts.Alignments, .. facts.Alignments],
                },
            ["equal identities"] = facts =>
                facts with
                {
                    Identities = [.. facts.Identities, .. facts.Identities, facts.Identities[0] with { Type = "name" }],
                },
        };
        var snapshots = new Dictionary<string, CertificateSnapshot>
        {
            ["Latin"] = CertificateSamples.Latin,
            ["Kazakh"] = CertificateSamples.Kazakh with { Credits = 16 },
            ["Chinese"] = CertificateSamples.Chinese with { Credits = 0.25m, ExpiresOn = null },
            ["Arabic"] = CertificateSamples.Arabic with { Credits = null, NqfLevel = null },
            ["Long"] = CertificateSamples.Long with { Credits = 120.50m, Mark = 78.25m },
            ["Escaped"] = CertificateSamples.Latin with
            {
                CourseTitle =
                    "\"C:\\new\\table\" \t\r\n\b\f\u0001\u001F\u007F\u0085\u2028 {hours} <b>&amp;</b> 𝒳😀\uFFFD",
                CenterName = "Центр \u202E«№1»\u200D",
                Serial = "ALA/2026/\\u0041",
            },
        };
        return snapshots
            .SelectMany(snapshot =>
                variants.Select(variant =>
                    (
                        Name: $"{snapshot.Key}, {variant.Key}",
                        Json: OpenBadge.Write(snapshot.Value, variant.Value(Facts))
                    )
                )
            )
            .ToDictionary(sample => sample.Name, sample => sample.Json);
    }
}
