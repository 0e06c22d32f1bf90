using System.ComponentModel;
using Enrollment.Accounts;
using Enrollment.Admissions;
using Enrollment.Cohorts;
using Enrollment.Pipeline;
using Enrollment.Web.Hosting;
using Enrollment.Web.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
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

        var centers = api.MapGroup("/centers").WithTags("Tables");
        centers
            .MapGet("/{id:guid}/applications.csv", ExportCenterCsvAsync)
            .WithSummary("Download the applications of all cohorts of a center as CSV")
            .Produces<byte[]>(StatusCodes.Status200OK, TableDownload.Csv);
        centers
            .MapGet("/{id:guid}/applications.xlsx", ExportCenterXlsxAsync)
            .WithSummary("Download the applications of all cohorts of a center as a workbook")
            .Produces<byte[]>(StatusCodes.Status200OK, TableDownload.Xlsx);

        var limits = ((IEndpointRouteBuilder)api).ServiceProvider.GetRequiredService<Settings>().Import;
        cohorts
            .MapPost("/{id:guid}/applications/import", ImportAsync)
            .WithSummary("Import applications from a file")
            .WithDescription(
                "The body is the file itself, CSV or XLSX, told apart by its content; /applications/import-template.xlsx "
                    + "explains the columns. Rows are independent: each that is refused is answered with its column, code and "
                    + "way out, all others are written. The same file sent again changes nothing, and completes what was cut off."
            )
            .Accepts<Stream>("*/*")
            .WithMetadata(new BodyLimit(limits.MaxBytes));

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
        ExportCohortAsync(id, filter, TableFormat.Csv, http);

    static Task<IResult> ExportXlsxAsync(Guid id, [AsParameters] ExportFilter filter, HttpContext http) =>
        ExportCohortAsync(id, filter, TableFormat.Xlsx, http);

    static Task<IResult> ExportCenterCsvAsync(Guid id, [AsParameters] ExportFilter filter, HttpContext http) =>
        ExportCenterAsync(id, filter, TableFormat.Csv, http);

    static Task<IResult> ExportCenterXlsxAsync(Guid id, [AsParameters] ExportFilter filter, HttpContext http) =>
        ExportCenterAsync(id, filter, TableFormat.Xlsx, http);

    static async Task<Results<ImportReported, ProblemHttpResult>> ImportAsync(
        Guid id,
        [AsParameters] ImportChoice choice,
        HttpContext http,
        Settings settings
    )
    {
        var token = http.RequestAborted;
        var caller = http.RequestServices.GetRequiredService<RequestContext>().Caller;
        var target = new ImportTarget(
            id,
            choice.Source ?? DefaultSource,
            choice.AfterClose ?? false,
            choice.Preview ?? false
        );
        var run = new ApplicationImportRun(http.RequestServices, caller, target);
        if (await run.RefusalAsync(token) is { } refusal)
            return refusal.ToProblem();
        if (http.Request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true)
            return FormSent();

        var table = await UploadedTable.TakeAsync(http.Request.Body, token);
        try
        {
            var reader = new ApplicationRowReader(table.Check(settings.Import, TableHeader.Of, token));
            return new ImportReported(target.Preview, run.RunAsync(table, reader, token), table);
        }
        catch (TableException unreadable)
        {
            await table.DisposeAsync();
            return unreadable.Refusal.ToProblem();
        }
        catch
        {
            await table.DisposeAsync();
            throw;
        }
    }

    internal static ProblemHttpResult FormSent() =>
        Problems.Of(
            StatusCodes.Status415UnsupportedMediaType,
            "form_not_read",
            "Send the file itself as the body, not a form: curl --data-binary @applications.xlsx."
        );

    static async Task<IResult> ExportCohortAsync(Guid id, ExportFilter filter, TableFormat format, HttpContext http)
    {
        var (export, caller) = Export(http);
        // First what the caller may see at all.
        if (await export.RefusalAsync([filter.Of(id)], http.RequestAborted) is { } refusal)
            return refusal.ToProblem();
        var cohort = await http.RequestServices.SendAsync(new GetCohort(id), caller, http.RequestAborted);
        return cohort.Refusal is { } unknown
            ? unknown.ToProblem()
            : Download(export, cohort.Value.Code, [filter.Of(id)], format);
    }

    static async Task<IResult> ExportCenterAsync(Guid id, ExportFilter filter, TableFormat format, HttpContext http)
    {
        var (export, caller) = Export(http);
        // Of no cohort: whether the caller may read of applicants at all, which a center without cohorts tells nobody.
        if (await export.RefusalAsync([filter.Of(Guid.Empty)], http.RequestAborted) is { } forbidden)
            return forbidden.ToProblem();
        var center = await http.RequestServices.SendAsync(new GetCenter(id), caller, http.RequestAborted);
        if (center.Refusal is { } unknown)
            return unknown.ToProblem();

        var parts = (await export.CohortsAsync(id, http.RequestAborted)).Select(filter.Of).ToList();
        return await export.RefusalAsync(parts, http.RequestAborted) is { } refusal
            ? refusal.ToProblem()
            : Download(export, center.Value.Code, parts, format);
    }

    static (ApplicationExport Export, Caller Caller) Export(HttpContext http)
    {
        var caller = http.RequestServices.GetRequiredService<RequestContext>().Caller;
        return (new ApplicationExport(http.RequestServices, caller), caller);
    }

    static TableDownload Download(
        ApplicationExport export,
        string code,
        IReadOnlyList<ListApplicationRecords> parts,
        TableFormat format
    ) =>
        new(
            $"applications-{code}.{(format == TableFormat.Csv ? "csv" : "xlsx")}",
            async (stream, token) =>
            {
                await using ITableWriter writer =
                    format == TableFormat.Csv
                        ? new CsvTableWriter(stream)
                        : await XlsxTableWriter.StartAsync(stream, "Applications", token);
                await export.WriteAsync(parts, writer, token);
            }
        );

    enum TableFormat
    {
        Csv,
        Xlsx,
    }
}

/// <summary>Which applications an export holds.</summary>
readonly record struct ExportFilter(
    [property: FromQuery, Description("Only those in this state.")] Wire<ApplicationState>? State,
    [property: FromQuery, Description("The system whose ids stand in the column Reference; 'import' when left out.")]
        string? Source
)
{
    /// <summary>The first page of a cohort's.</summary>
    internal ListApplicationRecords Of(Guid cohortId) =>
        new(cohortId, State?.Value, Source ?? TableEndpoints.DefaultSource, null, ApplicationExport.PageSize);
}

/// <summary>How a file is imported.</summary>
readonly record struct ImportChoice(
    [property: FromQuery, Description("True: answers what would happen to each row, and writes nothing.")]
        bool? Preview,
    [property: FromQuery, Description("True: lets applications in after the window; noted in the audit trail.")]
        bool? AfterClose,
    [property: FromQuery, Description("The system that the references belong to; 'import' when left out.")]
        string? Source
);
