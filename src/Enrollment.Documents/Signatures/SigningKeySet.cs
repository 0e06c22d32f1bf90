using System.Security.Cryptography.X509Certificates;
using Enrollment.Documents.Signatures.Keys;

namespace Enrollment.Documents.Signatures;

/// <summary>The keys of an installation: one for all centers, and those of centers that have their own. Thread-safe.</summary>
public sealed class SigningKeySet
{
    private readonly SigningKey common;
    private readonly Dictionary<string, SigningKey> keys;

    private SigningKeySet(SigningKey common, Dictionary<string, SigningKey> keys)
    {
        (this.common, this.keys) = (common, keys);
        Authorities =
        [
            .. keys
                .Values.Prepend(common)
                .Select(key => key.Chain[^1])
                .Where(SigningCertificate.IsSelfIssued)
                .DistinctBy(authority => authority.Thumbprint),
        ];
    }

    /// <summary>The root authorities of these keys, as far as they came with them: what is to be trusted at least.</summary>
    public IReadOnlyList<X509Certificate2> Authorities { get; }

    /// <summary>Reads the keys.</summary>
    /// <param name="settings">Where they are.</param>
    /// <exception cref="SigningKeyException">A key can't be used. The message says which, and the way out.</exception>
    public static SigningKeySet Load(DocumentSigningSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new(
            Read(settings.Key),
            settings.CenterKeys.ToDictionary(
                center => center.Key,
                center => Read(center.Value),
                StringComparer.OrdinalIgnoreCase
            )
        );
    }

    /// <summary>The certificates that documents are signed with, each once or more.</summary>
    public IReadOnlyList<X509Certificate2> Certificates =>
        [.. keys.Values.Prepend(common).Select(key => key.Certificate)];

    /// <summary>The certificate that a center's documents are signed with.</summary>
    public X509Certificate2 CertificateFor(string centerCode) => For(centerCode).Certificate;

    /// <summary>
    /// What keeps keys from signing at a time, or will within the time that a new certificate takes to get: for whoever runs
    /// the installation. All else than signing goes on without them.
    /// </summary>
    public IReadOnlyList<string> FindProblems(DateTimeOffset now) =>
        [.. keys.Values.Prepend(common).Select(key => key.FindProblem(now) ?? key.FindWarning(now)).OfType<string>()];

    internal SigningKey For(string centerCode) => keys.GetValueOrDefault(centerCode, common);

    private static SigningKey Read(SigningKeySettings settings)
    {
        string?[] places = [settings.File, settings.Base64, settings.Module];
        if (places.Count(place => !string.IsNullOrWhiteSpace(place)) != 1)
        {
            throw new SigningKeyException(
                $"{settings.Name} must have exactly one of File (a PKCS #12 file), Base64 (the same as text) and Module (PKCS #11)."
            );
        }
        return string.IsNullOrWhiteSpace(settings.Module) ? Pkcs12Key.Read(settings) : TokenKey.Read(settings);
    }
}
