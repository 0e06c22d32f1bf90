using System.Text.Json;
using Enrollment.Credentials.Status;

namespace Enrollment.Credentials.Verification;

/// <summary>A status list that its issuer signed and that was in time when it was verified.</summary>
public sealed class VerifiedStatusList
{
    VerifiedStatusList(CredentialMirror mirror, StatusPurpose purpose, Bitstring bits) =>
        (Url, Issuer, ValidFrom, ValidUntil, Purpose, Bits) = (
            mirror.Id,
            mirror.Issuer,
            mirror.ValidFrom,
            mirror.ValidUntil!.Value,
            purpose,
            bits
        );

    /// <summary>The list's id, which is its address.</summary>
    public string Url { get; }

    /// <summary>The issuer's DID: the list says nothing about another's credentials.</summary>
    public string Issuer { get; }

    /// <summary>When it was made: of two the later one counts.</summary>
    public DateTimeOffset ValidFrom { get; }

    /// <summary>From then on it is of no use.</summary>
    public DateTimeOffset ValidUntil { get; }
    public StatusPurpose Purpose { get; }
    public Bitstring Bits { get; }

    internal static VerifiedStatusList Read(JsonElement credential, CredentialMirror mirror)
    {
        var subject = credential.GetProperty("credentialSubject");
        var purpose =
            StatusPurposes.Read(subject.GetProperty("statusPurpose").GetString()!)
            ?? throw new MalformedCredentialException(
                "credentialSubject.statusPurpose",
                "must be 'revocation' or 'suspension'"
            );
        try
        {
            return new(mirror, purpose, Bitstring.Decode(subject.GetProperty("encodedList").GetString()!));
        }
        catch (FormatException error)
        {
            throw new MalformedCredentialException("credentialSubject.encodedList", error.Message);
        }
    }
}
