using System.ComponentModel;
using Enrollment.Pipeline;
using Enrollment.Web.Hosting;
using Enrollment.Web.Tables;
using Enrollment.Web.Tables.Marks;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Enrollment.Web.Api;

/// <summary>A cohort's marks as files for spreadsheet programs, out and in.</summary>
static class MarkSheetEndpoints
{
    internal static void MapMarkSheets(this RouteGroupBuilder api)
    {
        var limits = ((IEndpointRouteBuilder)api).ServiceProvider.GetRequiredService<Settings>().Import;
        var cohorts = api.MapGroup("/cohorts").WithTags("Tables");
        cohorts
            .MapGet("/{id:guid}/mark-sheet.xlsx", (Guid id, HttpContext http) => DownloadAsync(id, "xlsx", http))
            .WithSummary("Download a cohort's marks as a workbook to be filled in")
            .Produces<byte[]>(StatusCodes.Status200OK, TableDownload.Xlsx);
        cohorts
            .MapGet("/{id:guid}/mark-sheet.csv", (Guid id, HttpContext http) => DownloadAsync(id, "csv", http))
            .WithSummary("Download a cohort's marks as CSV to be filled in")
            .Produces<byte[]>(StatusCodes.Status200OK, TableDownload.Csv);
        cohorts
            .MapPost("/{id:guid}/mark-sheet", ImportAsync)
            .WithSummary("Enter marks from a file")
            .WithDescription(
                "The body is the file itself, CSV or XLSX: a row per trainee number, a column per component's code (a second "
                    + "attempt: CODE/2). Cells hold a mark, exempt, absent or withheld; blank ones change nothing. A mark that "
                    + "is there already changes only with a reason and where the sheet was downloaded after it was entered."
            )
            .Accepts<Stream>("*/*")
            .WithMetadata(new BodyLimit(limits.MaxBytes));
    }

    static async Task<IResult> DownloadAsync(Guid id, string extension, HttpContext http)
    {
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var content = await Import(id, http).LoadAsync(http.RequestAborted);
        if (content.Refusal is { } refusal)
            return refusal.ToProblem();

        var (cohort, scheme, trainees) = content.Value;
        return new TableDownload(
            $"marks-{cohort.Code}.{extension}",
            async (stream, token) =>
            {
                await using ITableWriter writer =
                    extension == "csv"
                        ? new CsvTableWriter(stream)
                        : await XlsxTableWriter.StartAsync(stream, "Marks", token);
                // Cut to what a cell can say; a mark of the same second counts as entered since.
                var asOf = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
                await MarkSheet.WriteAsync(writer, scheme, trainees, asOf, token);
            }
        );
    }

    static async Task<Results<Ok<MarkSheetReport>, ProblemHttpResult>> ImportAsync(
        Guid id,
        [AsParameters] MarkSheetChoice choice,
        HttpContext http,
        Settings settings
    )
    {
        var token = http.RequestAborted;
        if (http.Request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true)
            return TableEndpoints.FormSent();

        var import = Import(id, http);
        var content = await import.LoadAsync(token);
        if (content.Refusal is { } refusal)
            return refusal.ToProblem();

        await using var table = await UploadedTable.TakeAsync(http.Request.Body, token);
        List<MarkCell> cells;
        try
        {
            var header = table.Check(settings.Import, row => MarkSheetHeader.Of(row, content.Value.Scheme), token);
            var sign = choice.Decimal?.Value ?? DecimalSign.Point;
            var reader = new MarkSheetReader(header, content.Value.Trainees, sign, choice.Reason);
            cells = [.. table.ReadRows().SelectMany(reader.Read)];
        }
        catch (TableException unreadable)
        {
            return unreadable.Refusal.ToProblem();
        }

        var report = await import.RunAsync(cells, choice.Preview ?? false, token);
        return report.Refusal is { } failed ? failed.ToProblem() : TypedResults.Ok(report.Value);
    }

    static MarkSheetImport Import(Guid cohortId, HttpContext http) =>
        new(http.RequestServices, http.RequestServices.GetRequiredService<RequestContext>().Caller, cohortId);
}

/// <summary>How a file of marks is read.</summary>
readonly record struct MarkSheetChoice(
    [property: FromQuery, Description("True: answers what would happen to each cell, and writes nothing.")]
        bool? Preview,
    [property: FromQuery, Description("The decimal sign of marks in texts: point when left out, or comma.")]
        Wire<DecimalSign>? Decimal,
    [property: FromQuery, Description("Why marks that are there already change, 1 to 1,000 characters.")] string? Reason
);
