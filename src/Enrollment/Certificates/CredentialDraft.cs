using Enrollment.Cohorts;
using Enrollment.Pipeline;

namespace Enrollment.Certificates;

/// <summary>Decides what a credential is going to say, so that it can be frozen with the certificate.</summary>
sealed class CredentialDraft(ICredentialIssuer issuer)
{
    internal CredentialFacts Of(
        AwardFacts facts,
        CertificateSnapshot certificate,
        CredentialPlace place,
        DateTimeOffset now
    ) =>
        new()
        {
            Id = Ids.Random(),
            SubjectId = Ids.Random(),
            Issuer = issuer.Issuer,
            CenterCode = facts.CenterCode,
            SignedAt = now,
            TimeZone = facts.TimeZone,
            CourseVersion = facts.CourseVersion,
            TitleLanguage = facts.CourseTitleLocal is null ? null : facts.TitleLanguage,
            Alignments = CourseAlignments.Read(facts.Alignments),
            StatusList = place.List,
            StatusIndex = place.Index,
            Holder = [.. Holder(facts, certificate)],
        };

    /// <summary>By the name as printed, and by the address where one is known.</summary>
    IEnumerable<HolderIdentity> Holder(AwardFacts facts, CertificateSnapshot certificate)
    {
        yield return issuer.Identify("name", certificate.Names[0].Text);
        if (facts.Email is { } address)
            yield return issuer.Identify("emailAddress", address.ToLowerInvariant());
    }
}
