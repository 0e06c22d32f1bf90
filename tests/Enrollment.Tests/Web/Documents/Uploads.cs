using System.Net;
using System.Net.Http.Headers;
using Dapper;
using Enrollment.Storage.Migrations;
using Enrollment.Tests.Admissions.Documents;

namespace Enrollment.Tests.Web.Documents;

/// <summary>Uploads as programs and browsers send them, and what is there afterwards.</summary>
static class Uploads
{
    static readonly TimeSpan patience = TimeSpan.FromSeconds(20);

    internal static string Path(Guid applicationId) => $"/api/v1/applications/{applicationId}/documents";

    internal static MultipartFormDataContent Form(byte[] file, string name = "diploma.pdf", string? kind = "diploma")
    {
        var form = new MultipartFormDataContent();
        if (kind is not null)
            form.Add(new StringContent(kind), "kind");
        form.Add(File(file), "file", name);
        return form;
    }

    internal static ByteArrayContent File(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return content;
    }

    internal static Task<Answer> UploadAsync(
        this ApiClient client,
        Guid applicationId,
        byte[]? file = null,
        string name = "diploma.pdf",
        string kind = "diploma"
    ) => client.PostAsync(Path(applicationId), Form(file ?? SampleFiles.Pdf(), name, kind));

    /// <summary>The student's draft to a cohort of its own.</summary>
    internal static async Task<Guid> DraftAsync(this WebSystem web)
    {
        var job = await new Journey(web).OpenCohortAsync();
        return await job.ApplyAsync(web.Student, web.StudentPersonId);
    }

    /// <summary>The files under the folder of documents, temporary ones included.</summary>
    internal static IReadOnlyList<string> Files(this WebSystem web) =>
        Directory.Exists(web.Storage.DocumentsPath)
            ? Directory.GetFiles(web.Storage.DocumentsPath, "*", SearchOption.AllDirectories)
            : [];

    internal static IReadOnlyList<string> UnfinishedFiles(this WebSystem web) =>
        [.. web.Files().Where(path => path.EndsWith(".tmp", StringComparison.Ordinal))];

    internal static long Count(this WebSystem web, string table)
    {
        using var connection = MigrationTarget.Of(web.Storage).Open();
        return connection.ExecuteScalar<long>($"SELECT COUNT(*) FROM {table}");
    }

    internal static void Execute(this WebSystem web, string sql)
    {
        using var connection = MigrationTarget.Of(web.Storage).Open();
        connection.Execute(sql);
    }

    /// <summary>Waits for what the server does after its answer, or without one.</summary>
    internal static async Task EventuallyAsync(Func<bool> comes, CancellationToken token)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (!comes())
        {
            if (watch.Elapsed > patience)
                throw new TimeoutException("What was waited for didn't come.");
            await Task.Delay(20, token);
        }
    }

    /// <summary>A body whose length nobody tells beforehand.</summary>
    internal sealed class Chunked(HttpContent inner) : HttpContent
    {
        internal static Chunked Of(HttpContent inner)
        {
            var chunked = new Chunked(inner);
            chunked.Headers.ContentType = inner.Headers.ContentType;
            return chunked;
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            inner.CopyToAsync(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
