using System.Globalization;
using System.IO.Compression;
using System.Text;
using Enrollment.Accounts;
using Enrollment.Certificates;
using Enrollment.Data;
using Enrollment.Pipeline;
using Enrollment.Web.Hosting;
using Enrollment.Web.Tables;
using Microsoft.Net.Http.Headers;

namespace Enrollment.Web.Api;

/// <summary>
/// The issued certificates of a cohort as a ZIP file that is written while it is sent: never more than one of them is in
/// memory. The serial in each name makes it unique, also for namesakes.
/// </summary>
sealed class CertificateArchive(
    IServiceProvider services,
    Caller caller,
    Guid cohortId,
    string name,
    Page<CertificateView> first
) : IResult
{
    internal const int PageSize = 200;

    // Bytes: file systems take names of 255, of which the serial needs up to some 60.
    const int LongestName = 150;

    internal static ListCertificates Request(Guid cohortId, Guid? after) =>
        new(cohortId, CertificateState.Issued, null, after, PageSize);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/zip";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileNameStar = $"{name}.zip",
        }.ToString();
        response.Headers.CacheControl = "no-store";
        await WriteAsync(response.Body, httpContext.RequestAborted);
    }

    async Task WriteAsync(Stream output, CancellationToken token)
    {
        // The end of each entry comes synchronously.
        await using var sent = new AsyncOnlyStream(output);
        await using (
            var archive = await ZipArchive.CreateAsync(sent, ZipArchiveMode.Create, leaveOpen: true, null, token)
        )
        {
            for (var page = first; ; page = await ReadAsync(Request(cohortId, page.Items[^1].Id), token))
            {
                foreach (var certificate in page.Items)
                    await AddAsync(archive, certificate, token);
                if (page.NextCursor is null)
                    break;
            }
        }

        await sent.FlushAsync(token);
    }

    async Task AddAsync(ZipArchive archive, CertificateView certificate, CancellationToken token)
    {
        var file = await ReadAsync(new GetCertificateFile(certificate.Id), token);
        await using var content = file.Content;
        var verification = await ReadAsync(new VerifyCertificate(certificate.VerificationCode), token);
        var holder = verification.Certificate?.Names[0].Text ?? "";
        // Compressed already.
        var entry = archive.CreateEntry($"{certificate.Serial} {Plain(holder)}.pdf", CompressionLevel.NoCompression);
        entry.LastWriteTime = certificate.IssuedAt ?? DateTimeOffset.UnixEpoch;
        await using var target = await entry.OpenAsync(token);
        await content.CopyToAsync(target, token);
    }

    /// <summary>What was begun can't be refused any more: the connection breaks off, and the client sees that.</summary>
    async Task<T> ReadAsync<T>(MediatR.IRequest<Result<T>> request, CancellationToken token)
    {
        var read = await services.SendAsync(request, caller, token);
        return read.Refusal is { } refusal ? throw new InvalidOperationException(refusal.ToString()) : read.Value;
    }

    /// <summary>A name that every system takes as part of a file's: letters and marks of all scripts stay.</summary>
    internal static string Plain(string text)
    {
        var kept = text.Select(letter =>
            char.IsLetterOrDigit(letter)
            || char.IsSurrogate(letter)
            || char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            || letter is '-' or '\''
                ? letter
                : ' '
        );
        var name = string.Join(' ', string.Concat(kept).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var cut = new StringBuilder();
        var bytes = 0;
        foreach (
            var letter in name.EnumerateRunes().TakeWhile(letter => (bytes += letter.Utf8SequenceLength) <= LongestName)
        )
            cut.Append(letter);
        return cut.ToString().TrimEnd();
    }
}
