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
                "Every number in its order, those given up included; 'from' and 'to' are years, both included."
            )
            .Produces<byte[]>(StatusCodes.Status200OK, TableDownload.Csv);
        api.MapGet("/centers/{id:guid}/awards.pdf", ExportForPaperAsync)
            .WithTags("Certificates")
            .WithSummary("Download a center's book of awards for paper")
            .WithDescription("Up to 20,000 numbers; 'from' and 'to' are years, both included.")
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

        var caller = http.RequestServices.GetRequiredService<RequestContext>().Caller;
        var name = $"certificates-{cohort.Value.Code}";
        return new CertificateArchive(http.RequestServices, caller, id, name, first.Value);
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
        int? from,
        int? to,
        HttpContext http,
        IAwardBookRenderer renderer,
        TimeProvider time,
        CancellationToken token
    )
    {
        var caller = http.RequestServices.GetRequiredService<RequestContext>().Caller;
        var export = new AwardBookExport(http.RequestServices, caller, id);
        var start = await export.StartAsync(from, to, token);
        if (start.Refusal is { } refusal)
            return refusal.ToProblem();
        var years = await export.ReadAsync(start.Value, MostOnPaper, token);
        if (years.Refusal is { } tooMany)
            return tooMany.ToProblem();

        var center = start.Value.Center;
        var today = LocalDay.Of(time.GetUtcNow(), center.TimeZone);
        var book = new AwardBook(center.Name, center.NameLocal, today, center.TimeZone, years.Value);
        return TypedResults.File(renderer.Render(book), "application/pdf", $"awards-{center.Code}.pdf");
    }

    static async Task<IResult> ExportAsync(Guid id, int? from, int? to, HttpContext http, CancellationToken token)
    {
        var caller = http.RequestServices.GetRequiredService<RequestContext>().Caller;
        var export = new AwardBookExport(http.RequestServices, caller, id);
        var start = await export.StartAsync(from, to, token);
        if (start.Refusal is { } refusal)
            return refusal.ToProblem();

        return new TableDownload(
            $"awards-{start.Value.Center.Code}.csv",
            async (stream, going) =>
            {
                await using var writer = new CsvTableWriter(stream);
                await export.WriteAsync(start.Value, writer, going);
            }
        );
    }
}
