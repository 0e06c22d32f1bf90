using System.Text;
using Enrollment.Admissions.Documents;
using Enrollment.Pipeline;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Enrollment.Web.Api;

/// <summary>
/// The two parts of an upload (multipart/form-data, RFC 7578), 'kind' and 'file' in any order, read as they come: the
/// file goes straight to the store.
/// </summary>
sealed class DocumentForm : IAsyncDisposable
{
    const string KindPart = "kind";
    const string FilePart = "file";
    const int MostKindBytes = 64;

    // A name of some thousand letters stands in the part's head; it is to be refused by what it is.
    const int MostHeadBytes = 64 * 1024;

    DocumentKind? kind;
    string? fileName;
    IReceivedFile? file;

    internal DocumentKind Kind => kind!.Value;
    internal string? FileName => fileName;
    internal IReceivedFile File => file!;

    /// <summary>Reads the body to its end, or to the first thing that is wrong with it.</summary>
    /// <exception cref="InvalidDataException">It isn't the form that it says it is.</exception>
    /// <exception cref="IOException">It ends too soon.</exception>
    internal async Task<Refusal?> ReadAsync(HttpRequest request, DocumentUploading uploading, CancellationToken token)
    {
        var boundary = HeaderUtilities.RemoveQuotes(
            MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type.Boundary : default
        );
        if (boundary.Length is 0 or > 70)
            throw new InvalidDataException("The header Content-Type names no boundary.");

        var reader = new MultipartReader(boundary.ToString(), request.Body) { HeadersLengthLimit = MostHeadBytes };
        while (await reader.ReadNextSectionAsync(token) is { } part)
        {
            if (await ReadAsync(part, uploading, token) is { } refusal)
                return refusal;
        }

        return kind is null ? Field(KindPart, "missing", $"Say what it is: {Kinds}.")
            : file is null ? Field(FilePart, "missing", "Choose a file.")
            : null;
    }

    async Task<Refusal?> ReadAsync(MultipartSection part, DocumentUploading uploading, CancellationToken token)
    {
        var head = part.GetContentDispositionHeader();
        var name = HeaderUtilities.RemoveQuotes(head?.Name ?? default).ToString();
        switch (name)
        {
            case KindPart when kind is not null:
            case FilePart when file is not null:
                return Field(name, "repeated", "Send one. Each document is an upload of its own.");
            case KindPart:
                return await ReadKindAsync(part.Body, token);
            case FilePart:
                fileName = NameOf(head!);
                if (fileName.Length > FileNames.MostCharacters)
                {
                    return Field(
                        FilePart,
                        "name_too_long",
                        $"The file's name has {fileName.Length} characters. Rename it to at most {FileNames.MostCharacters}."
                    );
                }

                var received = await uploading.ReceiveAsync(part.Body, token);
                file = received.Refusal is null ? received.Value : null;
                return received.Refusal;
            default:
                return Field(
                    name.Length == 0 ? "body" : name,
                    "unknown_part",
                    "Send the parts 'kind' and 'file' alone."
                );
        }
    }

    async Task<Refusal?> ReadKindAsync(Stream body, CancellationToken token)
    {
        var bytes = new byte[MostKindBytes + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, token);
        if (!Wire<DocumentKind>.TryParse(Encoding.UTF8.GetString(bytes, 0, length), null, out var read))
            return Field(KindPart, "unknown_kind", $"Say what it is: {Kinds}.");

        kind = read.Value;
        return null;
    }

    static string NameOf(ContentDispositionHeaderValue head) =>
        HeaderUtilities.RemoveQuotes(head.FileNameStar.HasValue ? head.FileNameStar : head.FileName).ToString();

    static string Kinds => string.Join(", ", Wire<DocumentKind>.Names);

    static Refusal Field(string field, string code, string message) =>
        new(RefusalKind.Invalid, "invalid_request", "The upload can't be taken as it is; see 'problems'.")
        {
            Problems = [new FieldProblem(field, code, message)],
        };

    public ValueTask DisposeAsync() => file?.DisposeAsync() ?? default;
}
