using System.IO.Compression;
using System.Text;
using CsCheck;
using Enrollment.Documents.Pdf;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Documents;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class FlateTests
{
    public static TheoryData<string> Ways => ["for one document", "once", "without the library"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_was_compressed_is_read_again_whatever_it_was_and_on_many_threads(string way) =>
        Gen.OneOf(
                Gen.Byte.Array[0, 300],
                // Well compressible, as drawings are.
                Gen.Select(Gen.String[1, 20], Gen.Int[0, 20_000], (part, times) => Repeat(part, times)),
                Gen.Byte.Array[60_000, 70_000]
            )
            .Sample(data => Read(Compress(way, data)).AsSpan().SequenceEqual(data), iter: 200, threads: 4);

    [Fact]
    public void The_library_is_there_and_what_is_kept_is_smaller()
    {
        DeflateLibrary.IsPresent.ShouldBeTrue("build/prerequisites.sh installs it.");
        var words = Encoding.ASCII.GetBytes(
            string.Join(' ', Enumerable.Range(0, 2_000).Select(i => $"{i * 7919 % 1009} {i % 13} re f"))
        );
        var sizes = Ways.Select(way => Compress(way.Data, words).Length).ToArray();
        sizes[1].ShouldBeLessThan(sizes[0]);
        sizes[1].ShouldBeLessThan(sizes[2]);
    }

    private static byte[] Repeat(string part, int times) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, times)));

    private static byte[] Compress(string way, byte[] data) =>
        way switch
        {
            "once" => Flate.CompressOnce(data),
            "without the library" => Flate.CompressByZlib(data, CompressionLevel.Optimal),
            _ => Flate.Compress(data),
        };

    private static byte[] Read(byte[] packed)
    {
        using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var target = new MemoryStream();
        zlib.CopyTo(target);
        return target.ToArray();
    }
}
