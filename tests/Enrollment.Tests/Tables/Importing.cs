using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Enrollment.Tests.Web;
using Shouldly;

namespace Enrollment.Tests.Tables;

/// <summary>Sends files to be imported, as a registrar.</summary>
static class Importing
{
    internal static Task<Answer> ImportAsync(
        this WebSystem web,
        Guid cohort,
        string table,
        string query = "",
        Encoding? encoding = null
    ) =>
        web.ImportAsync(
            cohort,
            [.. (encoding ?? Encoding.UTF8).GetPreamble(), .. (encoding ?? Encoding.UTF8).GetBytes(table)],
            query
        );

    internal static Task<Answer> ImportAsync(this WebSystem web, Guid cohort, byte[] file, string query = "") =>
        web.Registrar.PostAsync($"/api/v1/cohorts/{cohort}/applications/import{query}", Body(file));

    internal static ByteArrayContent Body(byte[] file)
    {
        var content = new ByteArrayContent(file);
        // As browsers on Windows name CSV: the name doesn't count.
        content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.ms-excel");
        return content;
    }

    /// <summary>New, changed, unchanged, refused.</summary>
    internal static (int New, int Changed, int Unchanged, int Refused) Counts(this Answer answer)
    {
        answer.Expect(200);
        ((bool)answer["complete"]!).ShouldBeTrue(answer.Text);
        var counts = answer["counts"]!;
        return ((int)counts["new"]!, (int)counts["changed"]!, (int)counts["unchanged"]!, (int)counts["refused"]!);
    }

    internal static JsonNode Row(this Answer answer, int number) =>
        answer.Expect(200)["rows"]!.AsArray().Single(row => (int)row!["row"]! == number)!;

    /// <summary>The columns and codes that the row was refused for.</summary>
    internal static IReadOnlyList<(string Column, string Code)> Problems(this Answer answer, int number) =>
        [.. answer.Row(number)["problems"]!.AsArray().Select(p => ((string)p!["column"]!, (string)p["code"]!))];

    /// <summary>What a list answers, all pages of it.</summary>
    internal static async Task<IReadOnlyList<JsonNode>> ApplicationsAsync(this WebSystem web, Guid cohort)
    {
        var items = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var page = await web.Registrar.GetAsync(
                $"/api/v1/cohorts/{cohort}/applications?limit=200{(cursor is null ? "" : $"&cursor={cursor}")}"
            );
            items.AddRange(page.Expect(200)["items"]!.AsArray().Select(item => item!));
            cursor = (string?)page["nextCursor"];
        } while (cursor is not null);
        return items;
    }
}
