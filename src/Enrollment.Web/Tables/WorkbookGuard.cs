using System.IO.Compression;

namespace Enrollment.Web.Tables;

/// <summary>
/// Unpacks a workbook once before anybody parses it, piece by piece, and refuses what would fill the memory or the time:
/// a small file that unpacks to much (a "zip bomb"), texts of a length that no cell has, and what isn't a workbook.
/// </summary>
static class WorkbookGuard
{
    /// <summary>How much more a file may be unpacked than the largest file that is taken.</summary>
    const int Expansion = 16;

    /// <summary>Texts that the cells share, in bytes; they are kept in memory while the sheet is read.</summary>
    const long MostSharedText = 128 * 1024 * 1024;

    /// <summary>Bytes between two tags; a cell holds up to 32,767 characters, of six bytes where each is escaped.</summary>
    const int LongestText = 256 * 1024;
    const int MostParts = 1_000;

    /// <exception cref="TableException">The file isn't taken; the message says why.</exception>
    internal static void Check(Stream file, long largestFile, CancellationToken token)
    {
        file.Position = 0;
        try
        {
            using var parts = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (parts.Entries.Count > MostParts)
                throw TooLarge($"It has more than {MostParts:N0} parts.");
            if (parts.GetEntry("xl/workbook.xml") is null)
            {
                throw new TableException(
                    "not_a_workbook",
                    "The file is an archive, but no XLSX workbook. Save the table as XLSX or as CSV UTF-8."
                );
            }

            var left = Expansion * largestFile;
            foreach (var part in parts.Entries)
            {
                var isShared = part.FullName.EndsWith("sharedStrings.xml", StringComparison.OrdinalIgnoreCase);
                var size = Unpack(part, isShared ? Math.Min(left, MostSharedText) : left, token);
                left -= size;
            }
        }
        catch (InvalidDataException broken)
        {
            throw Broken(broken);
        }
    }

    internal static TableException Broken(Exception cause) =>
        new(
            "workbook_broken",
            $"The workbook can't be read ({cause.Message.TrimEnd('.')}). Open it in a spreadsheet program and save it again."
        );

    static long Unpack(ZipArchiveEntry part, long most, CancellationToken token)
    {
        var buffer = new byte[64 * 1024];
        var size = 0L;
        var text = 0;
        var isXml = part.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);
        using var content = part.Open();
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            token.ThrowIfCancellationRequested();
            size += read;
            if (size > most)
                throw TooLarge($"'{part.FullName}' unpacks to more than {most:N0} bytes.");
            if (isXml)
                Measure(buffer.AsSpan(0, read), ref text, part.FullName);
        }

        return size;
    }

    static void Measure(ReadOnlySpan<byte> piece, ref int text, string part)
    {
        while (!piece.IsEmpty)
        {
            var tag = piece.IndexOfAny((byte)'<', (byte)'>');
            text += tag < 0 ? piece.Length : tag;
            if (text > LongestText)
                throw TooLarge($"'{part}' holds a text that is longer than a cell can be.");
            if (tag < 0)
                return;

            text = 0;
            piece = piece[(tag + 1)..];
        }
    }

    static TableException TooLarge(string why) =>
        new(
            "workbook_too_large",
            $"The workbook is too large to be read. {why} Send the table in parts, or as CSV UTF-8."
        );
}
