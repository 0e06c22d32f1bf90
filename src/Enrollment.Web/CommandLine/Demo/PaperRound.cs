using Enrollment.Certificates;
using Enrollment.Certificates.Designs;
using Enrollment.Certificates.Transcripts;
using Enrollment.Pipeline;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>
/// What else is handed out on paper: transcripts of some trainees in all languages, and previews of a design of each style.
/// </summary>
sealed class PaperRound(RequestSender sender, DemoReport report)
{
    const int Transcripts = 20;

    static readonly string[] languages = ["en", "kk", "ru", "zh"];

    /// <param name="certificates">Those of a cohort whose results were released.</param>
    /// <param name="centerId">Whose certificates are designed.</param>
    /// <param name="output">The folder for all files.</param>
    internal async Task RunAsync(List<CertificateView> certificates, Guid centerId, string output)
    {
        await TranscribeAsync(certificates, Directory.CreateDirectory(Path.Combine(output, "transcripts")).FullName);
        await DesignAsync(centerId, Directory.CreateDirectory(Path.Combine(output, "designs")).FullName);
    }

    async Task TranscribeAsync(List<CertificateView> certificates, string folder)
    {
        await using var scope = sender.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestContext>().Caller = DemoCallers.Registrar;
        var making = scope.ServiceProvider.GetRequiredService<TranscriptMaking>();
        var (asked, written) = (0, 0);
        foreach (var certificate in certificates.Take(Transcripts))
        {
            var language = languages[asked++ % languages.Length];
            var made = await making.MakeAsync(certificate.EnrollmentId, language, sender.Token);
            if (made.Refusal is { } refusal)
                throw new RefusedException(RefusedException.Say(refusal));
            var path = Path.Combine(folder, $"{certificate.Serial}-{language}.pdf");
            await File.WriteAllBytesAsync(path, made.Value.Content, sender.Token);
            written++;
        }

        report.Expect("transcripts are written", asked, written);
    }

    async Task DesignAsync(Guid centerId, string folder)
    {
        var admin = sender.As(DemoCallers.Admin);
        CertificateDesign[] designs =
        [
            new() { Style = DesignStyle.Guilloche, Languages = ["kk", "ru", "en"] },
            new()
            {
                Style = DesignStyle.Portrait,
                Languages = ["zh", "en"],
                Color = "#6B2130",
                Accent = "#8A8F98",
            },
            new() { Style = DesignStyle.Plain, Languages = ["ar", "en"] },
        ];
        foreach (var design in designs)
        {
            var name = $"{design.Style} {string.Join(' ', design.Languages)}";
            var made = await admin.SendAsync(new CreateDesign(centerId, new DesignFields(name, design)));
            var published = await admin.SendAsync(new PublishDesign(made.Id, made.Version));
            var preview = await admin.SendAsync(new PreviewDesign(published.Id));
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{preview.Name}.pdf"), preview.Pdf, sender.Token);
        }

        var listed = await admin.SendAsync(new ListDesigns(centerId));
        report.Expect("designs are published", designs.Length, listed.Count(design => design.PublishedAt is not null));
    }
}
