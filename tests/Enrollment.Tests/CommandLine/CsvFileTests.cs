using System.Text;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Enrollment.Web.CommandLine.Csv;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.CommandLine;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class CsvFileTests
{
    const long Huge = 200L * 1024 * 1024;

    [Fact]
    public void A_huge_line_is_refused_unread_and_the_next_one_is_read()
    {
        var refusals = new RefusedRows();
        using var content = new HugeLine(Huge);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var rows = Read(content, refusals);

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        rows.ShouldBe(["1", "3"]);
        refusals.First.ShouldHaveSingleItem().Line.ShouldBe(3);
        allocated.ShouldBeLessThan(16 * 1024 * 1024, "the line must not be kept");
    }

    [Fact]
    public void A_huge_line_without_an_end_ends_with_the_file()
    {
        var refusals = new RefusedRows();
        using var content = new HugeLine(Huge, after: "");

        Read(content, refusals).ShouldBe(["1"]);
        refusals.First.ShouldHaveSingleItem().Reason.ShouldContain("longer than");
    }

    [Fact]
    public void A_line_of_just_the_longest_length_is_read()
    {
        var refusals = new RefusedRows();
        var field = new string('x', GuardedLines.LongestLine - 1);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes($"a\n{field}\n{field}x\n"));

        Read(content, refusals).ShouldBe([field]);
        refusals.First.ShouldHaveSingleItem().Line.ShouldBe(3);
    }

    [Fact]
    public void Line_numbers_stay_those_of_the_file_behind_refused_and_blank_lines()
    {
        var refusals = new RefusedRows();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes("a\r\n\"1\r\n\r\n2\r\n3,4\r\n"));

        Read(content, refusals).ShouldBe(["2"]);
        refusals.First.Select(row => row.Line).ShouldBe([2L, 5L], ignoreOrder: true);
    }

    [Fact]
    public void A_quoted_field_may_hold_commas_and_quotes()
    {
        var refusals = new RefusedRows();
        using var content = new MemoryStream("a\n\"1,\"\"2\"\"\"\n"u8.ToArray());

        Read(content, refusals).ShouldBe(["1,\"2\""]);
        refusals.Count.ShouldBe(0);
    }

    static List<string> Read(Stream content, RefusedRows refusals) =>
        [
            .. new CsvFile("made-up.csv", refusals).Read(
                content,
                ["a"],
                static (CsvRow row, out string text) => row.Text("a", out text)
            ),
        ];

    /// <summary>A header, a row, and then a line of which nobody can hold the whole.</summary>
    sealed class HugeLine(long length, string after = "\n3\n") : Stream
    {
        readonly byte[] start = "a\n1\n"u8.ToArray();
        readonly byte[] end = Encoding.UTF8.GetBytes(after);
        long position;

        public override int Read(Span<byte> buffer)
        {
            var written = 0;
            while (written < buffer.Length)
            {
                var part = Part(buffer[written..]);
                if (part == 0)
                    break;
                position += part;
                written += part;
            }

            return written;
        }

        int Part(Span<byte> buffer)
        {
            if (position < start.Length)
                return Copied(start.AsSpan((int)position), buffer);
            if (position >= start.Length + length)
                return Copied(end.AsSpan((int)(position - start.Length - length)), buffer);

            var part = buffer[..(int)Math.Min(buffer.Length, start.Length + length - position)];
            part.Fill((byte)'x');
            return part.Length;
        }

        static int Copied(ReadOnlySpan<byte> from, Span<byte> to)
        {
            var part = from[..Math.Min(from.Length, to.Length)];
            part.CopyTo(to);
            return part.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => position;
            set => throw new NotSupportedException();
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
