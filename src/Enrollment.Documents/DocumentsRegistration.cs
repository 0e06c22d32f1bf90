using Enrollment.Assessments;
using Enrollment.Certificates;
using Enrollment.Documents.Assessments;
using Enrollment.Documents.Certificates;
using Enrollment.Documents.Signatures;
using Enrollment.Documents.Signatures.Revocation;
using Microsoft.Extensions.DependencyInjection;

namespace Enrollment.Documents;

/// <summary>Adds the drawing of documents to a program.</summary>
public static class DocumentsRegistration
{
    /// <summary>
    /// Registers <see cref="ICertificateRenderer"/> and <see cref="IMinutesRenderer"/>, one shared instance of each.
    /// Nothing is read before the first use.
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
            .AddSingleton<IMinutesRenderer, MinutesRenderer>();

    /// <summary>
    /// Registers <see cref="IDocumentSigner"/> and the <see cref="SigningKeySet"/> that it signs with, one shared instance
    /// of each. The keys are read at once, so that a program with a wrong setting doesn't start.
    /// </summary>
    /// <param name="services">The program's services.</param>
    /// <param name="settings">Where the keys are.</param>
    /// <param name="now">The time at which the certificates must be valid.</param>
    /// <exception cref="SigningKeyException">A key can't be used. The message says which, and the way out.</exception>
    /// <exception cref="ArgumentException">A setting of the time-stamp authority is out of range.</exception>
    public static IServiceCollection AddDocumentSigning(
        this IServiceCollection services,
        DocumentSigningSettings settings,
        DateTimeOffset now
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        var keys = SigningKeySet.Load(settings, now);
        var authority = settings.TimeStamp is { } stamp ? new TimeStampAuthority(stamp) : null;
        var revocation = settings is { AddRevocationProof: true, TimeStamp.Timeout: var timeout }
            ? new RevocationSource(timeout)
            : null;
        return services
            .AddSingleton(keys)
            .AddSingleton<IDocumentSigner>(new DocumentSigner(keys, authority, revocation));
    }
}
