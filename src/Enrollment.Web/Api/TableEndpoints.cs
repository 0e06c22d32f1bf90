using System.ComponentModel;
using Enrollment.Admissions;
using Enrollment.Cohorts;
using Enrollment.Pipeline;
using Enrollment.Web.Hosting;
using Enrollment.Web.Tables;
using Microsoft.AspNetCore.Mvc;

namespace Enrollment.Web.Api;

/// <summary>Applications as files for spreadsheet programs, out and in.</summary>
static class TableEndpoints
{
    /// <summary>The system that references belong to where none is named.</summary>
    internal const string DefaultSource = "import";

    internal static void MapTables(this RouteGroupBuilder api)
    {
        var cohorts = api.MapGroup("/cohorts").WithTags("Tables");
        cohorts
            .MapGet("/{id:guid}/applications.csv", ExportCsvAsync)
            .WithSummary("Download a cohort's applications as CSV")
            .WithDescription(
                "UTF-8 with a byte order mark, commas, dates as in ISO 8601. A cell that a spreadsheet program would take "
                    + "for a formula has an apostrophe in front, which the import takes off again."
            )
            .Produces<byte[]>(StatusCodes.Status200OK, TableDownload.Csv);
        cohorts
            .MapGet("/{id:guid}/applications.xlsx", ExportXlsxAsync)
            .WithSummary("Download a cohort's applications as a workbook")
            .Produces<byte[]>(StatusCodes.Status200OK, TableDownload.Xlsx);

        var applications = api.MapGroup("/applications").WithTags("Tables");
        applications
            .MapGet("/import-template.csv", () => new TableDownload("applications.csv", ImportTemplate.WriteCsvAsync))
            .WithSummary("Download the headers of an import as CSV")
            .Produces<byte[]>(StatusCodes.Status200OK, TableDownload.Csv);
        applications
            .MapGet(
                "/import-template.xlsx",
                () => new TableDownload("applications.xlsx", ImportTemplate.WriteXlsxAsync)
            )
            .WithSummary("Download an empty workbook for an import, with each column explained")
            .Produces<byte[]>(StatusCodes.Status200OK, TableDownload.Xlsx);
    }

    static Task<IResult> ExportCsvAsync(Guid id, [AsParameters] ExportFilter filter, HttpContext http) =>
        ExportAsync(id, filter, "csv", (stream, _) => Task.FromResult<ITableWriter>(new CsvTableWriter(stream)), http);

    static Task<IResult> ExportXlsxAsync(Guid id, [AsParameters] ExportFilter filter, HttpContext http) =>
        ExportAsync(
            id,
            filter,
            "xlsx",
            async (stream, token) => await XlsxTableWriter.StartAsync(stream, "Applications", token),
            http
        );

    static async Task<IResult> ExportAsync(
        Guid id,
        ExportFilter filter,
        string extension,
        Func<Stream, CancellationToken, Task<ITableWriter>> start,
        HttpContext http
    )
    {
        var token = http.RequestAborted;
        var caller = http.RequestServices.GetRequiredService<RequestContext>().Caller;
        var export = new ApplicationExport(http.RequestServices, caller);
        var wanted = new ListApplicationRecords(
            id,
            filter.State?.Value,
            filter.Source ?? DefaultSource,
            null,
            ApplicationExport.PageSize
        );
        var page = await export.ReadAsync(wanted, token);
        if (page.Refusal is { } refusal)
            return refusal.ToProblem();
        var cohort = await http.RequestServices.SendAsync(new GetCohort(id), caller, token);
        if (cohort.Refusal is { } unknown)
            return unknown.ToProblem();

        return new TableDownload(
            $"applications-{cohort.Value.Code}.{extension}",
            async (stream, going) =>
            {
                await using var writer = await start(stream, going);
                await export.WriteAsync(wanted, page.Value, writer, going);
            }
        );
    }
}

/// <summary>Which applications an export holds.</summary>
readonly record struct ExportFilter(
    [property: FromQuery, Description("Only those in this state.")] Wire<ApplicationState>? State,
    [property: FromQuery, Description("The system whose ids stand in the column Reference; 'import' when left out.")]
        string? Source
);
