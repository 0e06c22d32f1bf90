using Enrollment.Certificates;
using Enrollment.Documents;
using Enrollment.Documents.Signatures;
using Enrollment.Documents.Signatures.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>A center's key, and certificates that are signed with it.</summary>
internal static class SigningSamples
{
    public const string Password = "correct horse";

    public static readonly DateTimeOffset At = new(2026, 11, 24, 9, 30, 15, TimeSpan.Zero);

    public static readonly SignatureRequest Request = new("ATC", "Almaty Technical Training Center", "Almaty", At);

    /// <summary>Any bytes would do: the writer doesn't look into it.</summary>
    public static readonly byte[] Credential =
        """{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"name":"Курс 数控"}"""u8.ToArray();

    public static readonly NewSigningKey Key = NewSigningKey.Make(
        "Almaty Technical Training Center",
        "Certificates of ATC",
        Password,
        At.AddMonths(-1)
    );

    public static readonly byte[] Unsigned = CertificateSamples.Renderer.Render(CertificateSamples.Kazakh, Credential);

    public static readonly IDocumentSigner Signer = SignerOf(Of(Key));

    public static readonly byte[] Signed = Sign(Signer, Unsigned);

    public static readonly SignatureVerifier Verifier = new(SigningKeySet.Load(new(Of(Key))).Authorities);

    public static SigningKeySettings Of(NewSigningKey key) => Of(key.Pkcs12.ToArray());

    public static SigningKeySettings Of(byte[] pkcs12) =>
        new("Signing:Key") { Base64 = Convert.ToBase64String(pkcs12), Password = Password };

    public static IDocumentSigner SignerOf(SigningKeySettings key, TimeStampSettings? stamp = null) =>
        SignerOf(new(key) { TimeStamp = stamp }, At);

    public static IDocumentSigner SignerOf(DocumentSigningSettings settings, DateTimeOffset now) =>
        new ServiceCollection()
            .AddSingleton<TimeProvider>(new FakeTimeProvider(now))
            .AddDocumentSigning(_ => settings)
            .BuildServiceProvider()
            .GetRequiredService<IDocumentSigner>();

    public static byte[] Sign(IDocumentSigner signer, byte[] pdf) =>
        signer.SignAsync(pdf, Request, CancellationToken.None).GetAwaiter().GetResult().Pdf.ToArray();
}
