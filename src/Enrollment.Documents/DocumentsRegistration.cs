using Enrollment.Assessments;
using Enrollment.Certificates;
using Enrollment.Documents.Assessments;
using Enrollment.Documents.Certificates;
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
}
