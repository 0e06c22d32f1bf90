using System.IO.Pipelines;
using System.Reflection;
using System.Text.Json;
using Enrollment.Admissions;
using Enrollment.Web.Tables;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Enrollment.Web.Api;

/// <summary>What an import did with each row, or, of a preview, what it would do.</summary>
/// <param name="Preview">Whether nothing was written.</param>
/// <param name="Rows">In the order of the file; blank rows are passed over.</param>
/// <param name="Counts">The rows of each outcome.</param>
/// <param name="Complete">
/// False where the import had to stop: what is answered before stands, and the same file sent again goes on from there.
/// </param>
/// <param name="Problem">Why it stopped; null where it is complete.</param>
public sealed record ImportReport(
    bool Preview,
    IReadOnlyList<ImportRow> Rows,
    ImportReportCounts Counts,
    bool Complete,
    ImportReportProblem? Problem
);

/// <summary>The rows of each outcome.</summary>
public sealed record ImportReportCounts(int New, int Changed, int Unchanged, int Refused);

/// <summary>Why an import stopped.</summary>
public sealed record ImportReportProblem(string Code, string Message);

/// <summary>200 with an <see cref="ImportReport"/> that is sent batch by batch, as the batches are written.</summary>
sealed class ImportReported(bool preview, IAsyncEnumerable<IReadOnlyList<ImportRow>> batches, IAsyncDisposable table)
    : IResult,
        IEndpointMetadataProvider,
        IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var taken = table;
        var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var token = httpContext.RequestAborted;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.Headers.CacheControl = "no-store";
        await using var writer = new Utf8JsonWriter(
            httpContext.Response.BodyWriter,
            new JsonWriterOptions { Encoder = json.Encoder }
        );
        writer.WriteStartObject();
        writer.WriteBoolean("preview", preview);
        writer.WriteStartArray("rows");
        var counts = new Dictionary<ImportOutcome, int>();
        ImportReportProblem? problem = null;
        try
        {
            await foreach (var batch in batches.WithCancellation(token))
            {
                foreach (var row in batch)
                {
                    counts[row.Outcome] = counts.GetValueOrDefault(row.Outcome) + 1;
                    JsonSerializer.Serialize(writer, row, json);
                }

                await SendAsync(writer, httpContext.Response.BodyWriter, token);
            }
        }
        catch (ImportStoppedException stopped)
        {
            problem = new ImportReportProblem(
                stopped.Refusal.Code,
                $"{stopped.Refusal.Message} The rows above are done; send the same file again for the others."
            );
        }

        writer.WriteEndArray();
        writer.WritePropertyName("counts");
        var total = new ImportReportCounts(
            counts.GetValueOrDefault(ImportOutcome.New),
            counts.GetValueOrDefault(ImportOutcome.Changed),
            counts.GetValueOrDefault(ImportOutcome.Unchanged),
            counts.GetValueOrDefault(ImportOutcome.Refused)
        );
        JsonSerializer.Serialize(writer, total, json);
        writer.WriteBoolean("complete", problem is null);
        writer.WritePropertyName("problem");
        JsonSerializer.Serialize(writer, problem, json);
        writer.WriteEndObject();
        await SendAsync(writer, httpContext.Response.BodyWriter, token);
    }

    static async Task SendAsync(Utf8JsonWriter writer, PipeWriter body, CancellationToken token)
    {
        writer.Flush();
        await body.FlushAsync(token);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(200, typeof(ImportReport), ["application/json"]));
}
