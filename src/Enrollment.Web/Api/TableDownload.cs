using Microsoft.Net.Http.Headers;

namespace Enrollment.Web.Api;

/// <summary>200 with a file that is written while it is sent, and that nobody keeps: it holds personal data.</summary>
sealed class TableDownload(string fileName, Func<Stream, CancellationToken, Task> write) : IResult
{
    internal const string Csv = "text/csv";
    internal const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = fileName.EndsWith(".csv", StringComparison.Ordinal) ? $"{Csv}; charset=utf-8" : Xlsx;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = fileName,
        }.ToString();
        response.Headers.CacheControl = "no-store";
        return write(response.Body, httpContext.RequestAborted);
    }
}
