using Enrollment.Assessments;
using Enrollment.Certificates;
using Enrollment.Certificates.Transcripts;
using Enrollment.Documents.Assessments;
using Enrollment.Documents.Certificates;
using Enrollment.Documents.Registers;
using Enrollment.Documents.Signatures;
using Enrollment.Documents.Signatures.Revocation;
using Enrollment.Documents.Transcripts;
using Microsoft.Extensions.DependencyInjection;

namespace Enrollment.Documents;

/// <summary>Adds the drawing of documents to a program.</summary>
public static class DocumentsRegistration
{
    /// <summary>
    /// Registers <see cref="ICertificateRenderer"/>, <see cref="IMinutesRenderer"/>, <see cref="IAwardBookRenderer"/> and
    /// <see cref="ITranscriptRenderer"/>, one shared instance of each. Nothing is read before the first use.
    /// </summary>
    /// <param name="services">The program's services.</param>
    /// <param name="fontDirectory">
    /// Folder with the .ttf files; by default the folder <c>fonts</c> beside the program, where the build puts them. A
    /// missing file is reported by the first call that needs it, as a <see cref="FileNotFoundException"/>.
    /// </param>
    public static IServiceCollection AddEnrollmentDocuments(
        this IServiceCollection services,
        string? fontDirectory = null
    ) =>
        services
            .AddSingleton(_ => new CertificateTypefaces(
                fontDirectory ?? Path.Combine(AppContext.BaseDirectory, "fonts")
            ))
            .AddSingleton<ICertificateRenderer, CertificateRenderer>()
            .AddSingleton<IMinutesRenderer, MinutesRenderer>()
            .AddSingleton<IAwardBookRenderer, AwardBookRenderer>()
            .AddSingleton<ITranscriptRenderer, TranscriptRenderer>();

    /// <summary>
    /// Registers <see cref="IDocumentSigner"/> and the <see cref="SigningKeySet"/> that it signs with, one shared instance
    /// of each. The keys are read when one of them is first asked for: as a <see cref="SigningKeyException"/> it tells which
    /// key can't be used, and the way out.
    /// </summary>
    /// <param name="services">The program's services, with a <see cref="TimeProvider"/>.</param>
    /// <param name="settings">Where the keys are; asked for once.</param>
    public static IServiceCollection AddDocumentSigning(
        this IServiceCollection services,
        Func<IServiceProvider, DocumentSigningSettings> settings
    ) =>
        services
            .AddSingleton(settings)
            .AddSingleton(provider => SigningKeySet.Load(provider.GetRequiredService<DocumentSigningSettings>()))
            .AddSingleton<IDocumentSigner>(provider => Signer(provider));

    private static DocumentSigner Signer(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<DocumentSigningSettings>();
        var authority = settings.TimeStamp is { } stamp ? new TimeStampAuthority(stamp) : null;
        var revocation = settings is { AddRevocationProof: true, TimeStamp.Timeout: var timeout }
            ? new RevocationSource(timeout)
            : null;
        return new(provider.GetRequiredService<SigningKeySet>(), authority, revocation);
    }
}
