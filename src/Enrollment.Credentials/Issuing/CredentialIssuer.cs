using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Credentials.Badges;
using Enrollment.Credentials.Issuers;
using Enrollment.Credentials.Proofs;
using Enrollment.Credentials.Status;

namespace Enrollment.Credentials.Issuing;

/// <summary>Issues the credentials of this installation: its keys, and the addresses that it publishes things at.</summary>
/// <param name="keys">The installation's keys.</param>
/// <param name="addresses">Where it publishes.</param>
public sealed class CredentialIssuer(IssuerKeySet keys, IssuerAddresses addresses) : ICredentialIssuer
{
    /// <summary>Where a day is demanded and none is written.</summary>
    static readonly DateOnly AnyDay = new(2000, 1, 1);

    public string Issuer => keys.Did.Value;

    public HolderIdentity Identify(string type, string identifier)
    {
        var identity = HashedIdentity.Of(type, identifier, HashedIdentity.NewSalt());
        return new(identity.Type, identity.Salt, identity.Hash);
    }

    /// <exception cref="ArgumentException">The snapshot has no facts for a credential.</exception>
    /// <exception cref="DocumentSigningException">
    /// A value can't stand in a credential, or the snapshot was frozen for another issuer; it says which.
    /// </exception>
    public IssuedCredential Issue(CertificateSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var facts = Facts(snapshot);
        try
        {
            return Sign(snapshot, facts);
        }
        catch (MalformedCredentialException malformed)
        {
            throw new DocumentSigningException($"The credential can't be written: {malformed.Message}.", malformed);
        }
    }

    IssuedCredential Sign(CertificateSnapshot snapshot, BadgeFacts facts)
    {
        var signed = SignedCredential.Of(OpenBadge.Write(snapshot, facts), keys, snapshot.Credential!.SignedAt);
        return new(signed.Json, signed.Token);
    }

    /// <summary>Signs a status list with the places that are set.</summary>
    /// <param name="number">Number of the list, from 1.</param>
    /// <param name="purpose">What a place that is set says.</param>
    /// <param name="places">From 0.</param>
    /// <param name="now">When it is written; in whole seconds.</param>
    /// <param name="validFor">How long it may be relied on.</param>
    public SignedCredential IssueStatusList(
        int number,
        StatusPurpose purpose,
        IEnumerable<int> places,
        DateTimeOffset now,
        TimeSpan validFor
    )
    {
        ArgumentNullException.ThrowIfNull(places);
        var bits = new Bitstring(Bitstring.LeastSize);
        foreach (var place in places)
            bits[place] = true;
        var facts = new StatusListFacts(addresses.StatusList(number, purpose), Issuer, purpose, now, now + validFor);
        return SignedCredential.Of(StatusList.Write(bits, facts), keys, now);
    }

    /// <summary>The achievement of a course in a language, as published; null where the course has no title in it.</summary>
    public byte[]? Achievement(AchievementView course, string language)
    {
        ArgumentNullException.ThrowIfNull(course);
        // As on a certificate of the course, without what belongs to its holder.
        var certificate = new CertificateSnapshot
        {
            TemplateVersion = "",
            Serial = "",
            VerificationCode = "",
            VerificationUrl = "",
            Names = [],
            CourseCode = course.CourseCode,
            CourseTitle = course.Title,
            CourseTitleLocal = course.TitleLocal,
            FurtherCourseTitles = course.FurtherTitles,
            Hours = course.Hours,
            Credits = course.Credits,
            NqfLevel = course.NqfLevel,
            CenterName = course.CenterName,
            StartsOn = AnyDay,
            EndsOn = AnyDay,
            AwardedOn = AnyDay,
            IssuedOn = AnyDay,
            Award = "",
            // Any mark: the scale is explained where there is one.
            Mark = 0,
            MinutesNumber = "",
            Signatories = [],
            Credential = new()
            {
                Id = default,
                SubjectId = default,
                Issuer = Issuer,
                CenterCode = course.CenterCode,
                SignedAt = default,
                TimeZone = "UTC",
                CourseVersion = course.CourseVersion,
                TitleLanguage = course.TitleLanguage,
                Alignments = course.Alignments,
                StatusList = 1,
                StatusIndex = 0,
                Holder = [],
            },
        };
        var facts = Facts(certificate);
        return Badges.Achievement.Languages(facts).Contains(language, StringComparer.Ordinal)
            ? Badges.Achievement.Write(certificate, facts, language)
            : null;
    }

    /// <summary>Beside the English one, in the languages that there are words for badges in.</summary>
    static IEnumerable<CourseTitle> Titles(CertificateSnapshot snapshot, CredentialFacts frozen)
    {
        if (frozen.TitleLanguage is { } language)
            yield return new(language, snapshot.CourseTitleLocal!);
        foreach (var further in snapshot.FurtherCourseTitles ?? [])
        {
            if (BadgeWords.Languages.Contains(further.Language, StringComparer.Ordinal))
                yield return new(further.Language, further.Text);
        }
    }

    BadgeFacts Facts(CertificateSnapshot snapshot)
    {
        var frozen =
            snapshot.Credential
            ?? throw new ArgumentException("The certificate is from before credentials.", nameof(snapshot));
        return new()
        {
            Id = frozen.Id,
            SubjectId = frozen.SubjectId,
            Issuer = new(frozen.Issuer, snapshot.CenterName, addresses.Issuer),
            AchievementUrl = addresses.Achievement(frozen.CenterCode, snapshot.CourseCode, frozen.CourseVersion),
            // From the award: one that is issued late may have expired already.
            ValidFrom = LocalDay.Start(snapshot.AwardedOn, frozen.TimeZone),
            TimeZone = frozen.TimeZone,
            Status = new(
                addresses.StatusList(frozen.StatusList, StatusPurpose.Revocation),
                frozen.StatusIndex,
                StatusPurpose.Revocation
            ),
            Identities = [.. frozen.Holder.Select(holder => new HashedIdentity(holder.Type, holder.Salt, holder.Hash))],
            Titles = [.. Titles(snapshot, frozen)],
            Alignments =
            [
                .. frozen.Alignments.Select(node => new Alignment(node.Name, node.Url, node.Code, node.Framework)),
            ],
        };
    }
}
