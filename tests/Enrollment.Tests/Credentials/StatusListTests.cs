using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Enrollment.Credentials.Status;
using Enrollment.Credentials.Verification;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Credentials;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class StatusListTests
{
    [Fact]
    public void The_first_bit_is_the_most_significant_one()
    {
        var bytes = Unpacked(CredentialSamples.Bits(0, 9, Bitstring.LeastSize - 1).Encode());
        bytes.Length.ShouldBe(Bitstring.LeastSize / 8);
        (bytes[0], bytes[1], bytes[^1]).ShouldBe(((byte)0x80, (byte)0x40, (byte)0x01));
        bytes[2..^1].ShouldAllBe(part => part == 0);
    }

    [Fact]
    public void What_is_encoded_is_read_back() =>
        Gen.Int[0, Bitstring.LeastSize - 1]
            .HashSet[0, 200]
            .Sample(
                set =>
                {
                    var read = Bitstring.Decode(CredentialSamples.Bits([.. set]).Encode());
                    read.Count.ShouldBe(set.Count);
                    set.ShouldAllBe(index => read[index]);
                },
                iter: 50
            );

    [Fact]
    public void A_bit_can_be_taken_back()
    {
        var bits = CredentialSamples.Bits(5, 6);
        bits[5] = false;
        (bits[5], bits[6], bits.Count).ShouldBe((false, true, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => bits[Bitstring.LeastSize]);
        Should.Throw<ArgumentOutOfRangeException>(() => bits[-1] = true);
    }

    [Theory]
    [InlineData(Bitstring.LeastSize - 8)]
    [InlineData(Bitstring.LeastSize + 1)]
    [InlineData(Bitstring.MostSize + 8)]
    public void A_list_of_another_size_is_refused(int size) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Bitstring(size));

    [Fact]
    public void A_list_that_is_too_short_too_long_or_no_list_is_refused()
    {
        // 100 MB of zeros, packed into 100 KB.
        foreach (var size in (int[])[1, (Bitstring.LeastSize / 8) - 1, 100_000_000])
            Should.Throw<FormatException>(() => Bitstring.Decode(Packed(new byte[size]))).Message.ShouldContain("bits");
        Bitstring.Decode(Packed(new byte[Bitstring.LeastSize / 8])).Count.ShouldBe(0);
        foreach (var text in (string[])["", "u", "uAAAA", "z1111", "u===="])
            Should.Throw<FormatException>(() => Bitstring.Decode(text));
    }

    [Fact]
    public void Free_indices_are_drawn_once_each_until_the_list_is_full()
    {
        var taken = new Bitstring();
        for (var index = 0; index < taken.Size; index++)
            taken[index] = index % 4_096 != 7;
        var free = taken.Size / 4_096;
        var drawn = new List<int>();
        while (StatusIndex.Draw(taken) is { } index)
        {
            drawn.Add(index);
            taken[index] = true;
        }

        drawn.Count.ShouldBe(free);
        drawn.Order().ShouldBe(Enumerable.Range(0, free).Select(i => (i * 4_096) + 7));
        drawn.ShouldNotBe([.. drawn.Order()]);
    }

    [Fact]
    public void Indices_are_spread_over_the_whole_list()
    {
        var taken = new Bitstring();
        var tenths = new int[10];
        for (var i = 0; i < 2_000; i++)
            tenths[(int)(10L * StatusIndex.Draw(taken)!.Value / taken.Size)]++;
        // 200 are expected in each; ten standard deviations.
        tenths.ShouldAllBe(count => count > 60 && count < 340);
    }

    [Fact]
    public void A_list_out_of_its_time_or_changed_is_of_no_use()
    {
        var verifier = new CredentialVerifier([CredentialSamples.Document], []);
        var list = CredentialSamples.List(CredentialSamples.Bits(1));
        Verdict At(DateTimeOffset now) => verifier.VerifyList(list.Json, now).Answer.Verdict;
        At(CredentialSamples.Now).ShouldBe(Verdict.Valid);
        At(CredentialSamples.Now.AddHours(-2)).ShouldBe(Verdict.NotYetValid);
        At(CredentialSamples.Now.AddDays(1)).ShouldBe(Verdict.Expired);
        verifier.VerifyList(Encoding.ASCII.GetBytes(list.Token), CredentialSamples.Now).List!.Bits[1].ShouldBeTrue();

        var changed = JsonNode.Parse(list.Json)!;
        changed["credentialSubject"]!["encodedList"] = new Bitstring().Encode();
        var (answer, none) = verifier.VerifyList(Encoding.UTF8.GetBytes(changed.ToJsonString()), CredentialSamples.Now);
        answer.Verdict.ShouldBe(Verdict.Altered);
        none.ShouldBeNull();
    }

    static byte[] Unpacked(string encoded)
    {
        encoded[0].ShouldBe('u');
        using var gzip = new GZipStream(
            new MemoryStream(Base64Url.DecodeFromChars(encoded.AsSpan(1))),
            CompressionMode.Decompress
        );
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    static string Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return "u" + Base64Url.EncodeToString(packed.ToArray());
    }
}
