using System.Buffers.Binary;
using System.IO.Compression;
using System.Xml;

namespace Enrollment.Admissions.Documents.Formats;

/// <summary>
/// A Word file (ECMA-376, part 2): a ZIP whose part '[Content_Types].xml' names a main part of a word-processing
/// document, which is there. Only that part is inflated, up to a limit; macros aren't taken.
/// </summary>
static class WordInspection
{
    const string MainPart = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

    const int MostEntries = 10_000;
    const int MostDirectoryBytes = 2 * 1024 * 1024;
    const int MostTypesBytes = 1024 * 1024;
    const int EndLength = 22;
    const int MostCommentBytes = ushort.MaxValue;

    static ReadOnlySpan<byte> EndSignature => [(byte)'P', (byte)'K', 5, 6];

    internal static bool Begins(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[(byte)'P', (byte)'K', 3, 4]);

    internal static Inspection Inspect(Stream content)
    {
        if (!HasModestDirectory(content))
            return Inspection.Unreadable(DocumentFormat.Word);

        try
        {
            using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.GetEntry("[Content_Types].xml") is not { } types)
                return Inspection.Unknown;
            if (zip.Entries.Any(entry => entry.IsEncrypted))
                return Inspection.Unreadable(DocumentFormat.Word);

            return MainPartOf(types) is not { } part ? Inspection.Unknown
                : CanBeOpened(zip.GetEntry(part)) ? Inspection.Readable(DocumentFormat.Word)
                : Inspection.Unreadable(DocumentFormat.Word);
        }
        catch (Exception damaged) when (damaged is InvalidDataException or XmlException or EndOfStreamException)
        {
            return Inspection.Unreadable(DocumentFormat.Word);
        }
    }

    /// <summary>The end record, read before the library reads all entries that it announces into memory.</summary>
    static bool HasModestDirectory(Stream content)
    {
        var tail = new byte[Math.Min(content.Length, EndLength + MostCommentBytes)];
        if (!content.TryRead(content.Length - tail.Length, tail))
            return false;

        var at = tail.AsSpan().LastIndexOf(EndSignature);
        if (at < 0 || tail.Length - at < EndLength)
            return false;

        var end = tail.AsSpan(at);
        return BinaryPrimitives.ReadUInt16LittleEndian(end[10..]) <= MostEntries
            && BinaryPrimitives.ReadUInt32LittleEndian(end[12..]) <= MostDirectoryBytes
            && BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) == end.Length - EndLength;
    }

    /// <summary>The name of the main part within the package; null where it is no Word document, or one with macros.</summary>
    static string? MainPartOf(ZipArchiveEntry types)
    {
        using var inflated = types.Open();
        var text = new byte[MostTypesBytes + 1];
        var length = inflated.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        if (length > MostTypesBytes)
            return null;

        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using var xml = XmlReader.Create(new MemoryStream(text, 0, length), settings);
        string? part = null;
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.GetAttribute("ContentType") is not { } type)
                continue;
            if (type.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) || IsMacro(type))
                return null;
            if (xml.LocalName == "Override" && string.Equals(type, MainPart, StringComparison.OrdinalIgnoreCase))
                part = xml.GetAttribute("PartName")?.TrimStart('/');
        }

        return part;
    }

    static bool IsMacro(string type) => type.Contains("vbaProject", StringComparison.OrdinalIgnoreCase);

    /// <summary>Opening an entry reads its local header, not its content.</summary>
    static bool CanBeOpened(ZipArchiveEntry? main)
    {
        if (main is null)
            return false;

        using var opened = main.Open();
        return true;
    }
}
