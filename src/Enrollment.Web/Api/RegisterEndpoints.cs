using System.Globalization;
using Enrollment.Accounts;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Pipeline;
using Enrollment.Web.Tables;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>What a center keeps and hands out of its certificates as a whole.</summary>
static class RegisterEndpoints
{
    const int MostOnPaper = 20_000;

    const string Period =
        "'from' and 'to' are years (2026) or days (2026-09-01), both included: the book is kept by the day on which a "
        + "number was given, which is its document's day of issue.";

    internal static void MapRegister(this RouteGroupBuilder api)
    {
        api.MapGet("/cohorts/{id:guid}/certificates.zip", DownloadAsync)
            .WithTags("Certificates")
            .WithSummary("Download the issued certificates of a cohort as a ZIP file")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/zip");
        api.MapGet("/centers/{id:guid}/awards.csv", ExportAsync)
            .WithTags("Certificates")
            .WithSummary("Download a center's book of awards as CSV")
            .WithDescription(
                $"Every number in its order, those given up included. {Period} "
                    + "'language' is that of the headings, states and awards: en, kk, ru or zh; left out: the names that "
                    + "programs know them by."
            )
            .Produces<byte[]>(StatusCodes.Status200OK, TableDownload.Csv);
        api.MapGet("/centers/{id:guid}/awards.pdf", ExportForPaperAsync)
            .WithTags("Certificates")
            .WithSummary("Download a center's book of awards for paper")
            .WithDescription($"Up to 20,000 numbers. {Period} 'language' is en, kk, ru or zh.")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/pdf")
            .Produces<Problem>(StatusCodes.Status422UnprocessableEntity, Problems.ContentType);
        api.MapGet("/cohorts/{id:guid}/certificates.pdf", PrintAsync)
            .WithTags("Certificates")
            .WithSummary("Download the issued certificates of a cohort as one PDF for a printer")
            .WithDescription("Up to 1,000. It has no electronic signature: hand out the single files for that.")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/pdf")
            .Produces<Problem>(StatusCodes.Status422UnprocessableEntity, Problems.ContentType);
        api.MapGet("/centers/{id:guid}/series", ListSeriesAsync)
            .WithTags("Certificates")
            .WithSummary("Count what became of a center's numbers, by year");
    }

    static Task<Results<Read<IReadOnlyList<SeriesView>>, ProblemHttpResult>> ListSeriesAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new ListSeries(id), null, token);

    static async Task<IResult> DownloadAsync(Guid id, HttpContext http, IMediator mediator, CancellationToken token)
    {
        var cohort = await mediator.Send(new GetCohort(id), token);
        if (cohort.Refusal is { } unknown)
            return unknown.ToProblem();
        var first = await mediator.Send(CertificateArchive.Request(id, null), token);
        if (first.Refusal is { } refusal)
            return refusal.ToProblem();

        var name = $"certificates-{cohort.Value.Code}";
        return new CertificateArchive(http.RequestServices, CallerOf(http), id, name, first.Value);
    }

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PrintAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    )
    {
        var printed = await mediator.Send(new PrintCertificates(id), token);
        return printed.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.File(printed.Value.Pdf.ToArray(), "application/pdf", printed.Value.Name);
    }

    static async Task<IResult> ExportForPaperAsync(
        Guid id,
        YearOrDay? from,
        YearOrDay? to,
        string? language,
        HttpContext http,
        IAwardBookRenderer renderer,
        TimeProvider time,
        CancellationToken token
    )
    {
        var words = renderer.WordsIn(language);
        var export = new AwardBookExport(http.RequestServices, CallerOf(http), id, words, time);
        var start = await export.StartAsync(from?.First, to?.Last, token);
        if (start.Refusal is { } refusal)
            return refusal.ToProblem();
        var years = await export.ReadAsync(start.Value, MostOnPaper, token);
        if (years.Refusal is { } tooMany)
            return tooMany.ToProblem();

        var center = start.Value.Center;
        var book = new AwardBook
        {
            Center = new Naming(center.Name, center.NameLocal, center.NameLanguage, center.FurtherNames),
            MadeOn = start.Value.Today,
            TimeZone = center.TimeZone,
            Language = words.Language,
            From = from?.First,
            To = to?.Last,
            Years = years.Value,
        };
        return TypedResults.File(renderer.Render(book), "application/pdf", $"{Name(center.Code, from, to)}.pdf");
    }

    static async Task<IResult> ExportAsync(
        Guid id,
        YearOrDay? from,
        YearOrDay? to,
        string? language,
        HttpContext http,
        IAwardBookRenderer renderer,
        TimeProvider time,
        CancellationToken token
    )
    {
        var words = string.IsNullOrEmpty(language) ? null : renderer.WordsIn(language);
        var export = new AwardBookExport(http.RequestServices, CallerOf(http), id, words, time);
        var start = await export.StartAsync(from?.First, to?.Last, token);
        if (start.Refusal is { } refusal)
            return refusal.ToProblem();

        return new TableDownload(
            $"{Name(start.Value.Center.Code, from, to)}.csv",
            async (stream, going) =>
            {
                await using var writer = new CsvTableWriter(stream);
                await export.WriteAsync(start.Value, writer, going);
            }
        );
    }

    static Caller CallerOf(HttpContext http) => http.RequestServices.GetRequiredService<RequestContext>().Caller;

    /// <summary>A table has no place to tell its period, so its file's name does.</summary>
    static string Name(string center, YearOrDay? from, YearOrDay? to) =>
        (from, to) switch
        {
            (null, null) => $"awards-{center}",
            ({ } since, null) => string.Create(
                CultureInfo.InvariantCulture,
                $"awards-{center}-from-{since.First:yyyy-MM-dd}"
            ),
            (null, { } until) => string.Create(
                CultureInfo.InvariantCulture,
                $"awards-{center}-to-{until.Last:yyyy-MM-dd}"
            ),
            ({ } since, { } until) => string.Create(
                CultureInfo.InvariantCulture,
                $"awards-{center}-{since.First:yyyy-MM-dd}-to-{until.Last:yyyy-MM-dd}"
            ),
        };
}
