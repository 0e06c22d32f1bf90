using System.Security.Cryptography;
using Enrollment.Web.Tables;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Tables;

public sealed class TableWriterTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Formats => new("csv", "xlsx");

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Each_page_is_sent_before_the_next_and_nothing_grows(string format)
    {
        var stream = new CountingStream();
        await using var writer = await StartAsync(format, stream);
        var sent = new List<long>();
        for (var page = 0; page < 30; page++)
        {
            await writer.WriteAsync([.. Enumerable.Range(0, 1_000).Select(_ => Row())], Token);
            sent.Add(stream.Bytes);
        }

        await writer.FinishAsync(Token);

        var steps = sent.Zip(sent.Skip(1), (before, after) => after - before).ToList();
        var mean = sent[^1] / sent.Count;
        // Between two pages a packer keeps one block at most.
        steps.ShouldAllBe(step => step > 0 && step < 2 * mean);
        (stream.Bytes - sent[^1]).ShouldBeLessThan(200_000);
        stream.LargestWrite.ShouldBeLessThan(200_000);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+77011234567", "'+77011234567")]
    [InlineData("-5", "'-5")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData(" =1", "' =1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("＠x", "'＠x")]
    [InlineData("'=1", "''=1")]
    [InlineData("'Aisha", "'Aisha")]
    [InlineData("''", "''")]
    [InlineData("a=1", "a=1")]
    [InlineData("", "")]
    public void A_formula_is_kept_from_running_and_comes_back(string text, string guarded)
    {
        FormulaGuard.Guard(text).ShouldBe(guarded);
        FormulaGuard.Undo(guarded).ShouldBe(text);
    }

    [Fact]
    public void An_apostrophe_that_a_person_typed_before_a_phone_number_goes() =>
        FormulaGuard.Undo("'+77011234567").ShouldBe("+77011234567");

    static async Task<ITableWriter> StartAsync(string format, Stream stream) =>
        format == "csv" ? new CsvTableWriter(stream) : await XlsxTableWriter.StartAsync(stream, "Applications", Token);

    /// <summary>Nothing that a packer could make small.</summary>
    static OutCell[] Row() =>
        [OutCell.Of(Convert.ToHexString(RandomNumberGenerator.GetBytes(60))), OutCell.Of(new DateOnly(2001, 5, 17))];
}
