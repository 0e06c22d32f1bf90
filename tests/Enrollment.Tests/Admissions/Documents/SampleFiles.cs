using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Enrollment.Admissions.Documents.Formats;

namespace Enrollment.Tests.Admissions.Documents;

/// <summary>Whole files of each format that is taken, as small as they can be, and some that only look like one.</summary>
static class SampleFiles
{
    internal const string WordMain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

    internal static IReadOnlyList<(DocumentFormat Format, byte[] Bytes)> All { get; } =
    [
        (DocumentFormat.Pdf, Pdf()),
        (DocumentFormat.Png, Png()),
        (DocumentFormat.Jpeg, Jpeg()),
        (DocumentFormat.Heic, Heif("heic", "mif1")),
        (DocumentFormat.Heif, Heif("mif1", "miaf")),
        (DocumentFormat.Word, Word()),
    ];

    internal static byte[] Of(DocumentFormat format) => All.Single(sample => sample.Format == format).Bytes;

    /// <summary>One empty page; text after the last %%EOF is left out.</summary>
    /// <param name="filling">Characters of a comment that make it longer.</param>
    /// <param name="tag">Makes it another content.</param>
    internal static byte[] Pdf(int filling = 0, string tag = "")
    {
        var text = new StringBuilder($"%PDF-1.7\n%{tag}\n");
        for (; filling > 0; filling -= 1_000)
            text.Append('%').Append('x', Math.Min(filling, 998)).Append('\n');
        var places = new List<int>();
        foreach (
            var body in (string[])
                [
                    "<< /Type /Catalog /Pages 2 0 R >>",
                    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
                ]
        )
        {
            places.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{places.Count} 0 obj\n{body}\nendobj\n");
        }

        var table = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {places.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places)
            text.Append(CultureInfo.InvariantCulture, $"{place:d10} 00000 n \n");
        text.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>One red pixel.</summary>
    internal static byte[] Png()
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write([0, 255, 0, 0]);
        Chunk("IDAT", packed.ToArray());
        Chunk("IEND", []);
        return file.ToArray();

        void Chunk(string type, byte[] data)
        {
            byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
            file.Write(BigEndian((uint)data.Length));
            file.Write(body);
            file.Write(BigEndian(Crc(body)));
        }
    }

    /// <summary>A frame and a scan; its data holds what looks like markers and isn't, and a restart.</summary>
    internal static byte[] Jpeg() =>
        [
            0xFF,
            0xD8,
            // A comment with an end of image inside, as a thumbnail would have.
            0xFF,
            0xFE,
            0x00,
            0x06,
            0xFF,
            0xD9,
            0xFF,
            0xD9,
            // One component of 8 x 8.
            0xFF,
            0xC0,
            0x00,
            0x0B,
            0x08,
            0x00,
            0x08,
            0x00,
            0x08,
            0x01,
            0x01,
            0x11,
            0x00,
            0xFF,
            0xDA,
            0x00,
            0x08,
            0x01,
            0x01,
            0x00,
            0x00,
            0x3F,
            0x00,
            0x12,
            0xFF,
            0x00,
            0x34,
            0xFF,
            0xD0,
            0x56,
            0x78,
            0xFF,
            0xFF,
            0xD9,
        ];

    internal static byte[] Heif(string major, params string[] compatible)
    {
        byte[] brands = [.. Ascii(major), 0, 0, 0, 0, .. compatible.SelectMany(Ascii)];
        return [.. Box("ftyp", brands), .. Box("meta", new byte[40]), .. Box("mdat", new byte[100])];

        static byte[] Box(string type, byte[] body) => [.. BigEndian((uint)body.Length + 8), .. Ascii(type), .. body];
    }

    internal static byte[] Word() =>
        Zip(
            ("[Content_Types].xml", Types("/word/document.xml", WordMain)),
            ("_rels/.rels", Encoding.UTF8.GetBytes("<Relationships/>")),
            ("word/document.xml", Encoding.UTF8.GetBytes("<w:document xmlns:w='w'/>"))
        );

    internal static byte[] Types(string part, string type) =>
        Encoding.UTF8.GetBytes(
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
              <Default Extension="xml" ContentType="application/xml"/>
              <Override PartName="{part}" ContentType="{type}"/>
            </Types>
            """
        );

    internal static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                entry.Write(content);
            }
        }

        return file.ToArray();
    }

    /// <summary>A PDF within a ZIP, uncompressed: both formats' words stand where readers look for them.</summary>
    internal static byte[] ZipWithPdfInside()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("a.pdf", CompressionLevel.NoCompression).Open();
            entry.Write(Pdf());
        }

        return file.ToArray();
    }

    static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    static byte[] BigEndian(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
