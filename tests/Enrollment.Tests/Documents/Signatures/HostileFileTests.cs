using System.Diagnostics;
using System.Text;
using CsCheck;
using Enrollment.Documents.Pdf;
using Enrollment.Documents.Signatures.Verification;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>Files that nobody meant well with: an answer comes, soon, and it isn't Valid.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public class HostileFileTests
{
    private const int Megabytes = 4;

    private static readonly byte[] Signed = SigningSamples.Signed;

    public static TheoryData<string> Names => [.. Files.Keys];

    private static readonly Dictionary<string, Func<byte[]>> Files = new(StringComparer.Ordinal)
    {
        ["arrays in arrays"] = () => WithCatalog("<</AcroForm" + new string('[', Megabytes << 20)),
        ["dictionaries in dictionaries"] = () => WithCatalog(string.Concat(Enumerable.Repeat("<</A", 500_000))),
        ["an endless array"] = () => WithCatalog("<</AcroForm[" + string.Concat(Enumerable.Repeat("0 ", 1_000_000))),
        ["an endless name"] = () => WithCatalog("<</" + new string('A', Megabytes << 20)),
        ["an endless number"] = () => WithCatalog("<</AcroForm " + new string('9', Megabytes << 20)),
        ["an endless string"] = () => WithCatalog("<</AcroForm(" + new string('A', Megabytes << 20)),
        ["a catalog that is its own form"] = () => WithCatalog("<</AcroForm 1 0 R>>"),
        ["a field that is the catalog"] = () => WithCatalog("<</FT/Sig/V 1 0 R/AcroForm<</Fields[1 0 R]>>>>"),
        ["a signature of megabytes"] = () =>
            Forgery.Update(
                SigningSamples.Unsigned,
                (reader, update) =>
                {
                    var signature = update.Allocate();
                    update.Extend(Enrollment.Documents.Signatures.FormField.FindOnly(reader).Id, "V", signature);
                    update.Begin(signature).Ascii("<</SubFilter/ETSI.CAdES.detached/M(D:20261124093015Z)/ByteRange[");
                    update
                        .Begin(signature)
                        .Ascii("0 0 0 0]/Contents<")
                        .Ascii(new string('0', Megabytes << 20))
                        .Ascii(">>>");
                    update.End();
                }
            ),
        ["a table of a billion entries"] = () =>
            Latin("%PDF-1.7\nxref\n0 1000000000\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"),
        ["a table of many empty parts"] = () =>
            Latin(
                "%PDF-1.7\nxref\n"
                    + string.Concat(Enumerable.Repeat("1 0\n", 1 << 20))
                    + "trailer\n<<>>\nstartxref\n9\n%%EOF\n"
            ),
        ["a revision before itself"] = () =>
            Latin("%PDF-1.7\nxref\ntrailer\n<</Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF\n"),
        ["a revision behind itself"] = () =>
            Latin("%PDF-1.7\nxref\ntrailer\n<</Prev 2000000000/Root 1 0 R>>\nstartxref\n9\n%%EOF\n"),
        ["a hundred thousand revisions"] = ManyRevisions,
        ["a stream of a billion cross-references"] = () => WithStream("/Index[0 1000000000]", [1]),
        ["a stream of cross-references beyond all numbers"] = () => WithStream("/Index[2147483647 2]", new byte[14]),
        ["a stream of cross-references in many empty parts"] = () =>
            WithStream($"/Index[{string.Concat(Enumerable.Repeat("1 0 ", 4_000))}]", []),
        ["a stream of cross-references that would unpack to gigabytes"] = () =>
            WithStream("/Index[0 1000]/Filter/FlateDecode", Flate.Compress(new byte[64 << 20])),
        ["a hundred streams of a hundred and fifty thousand cross-references"] = ManyStreams,
        ["a stream of cross-references with a dictionary that isn't there"] = () =>
            WithStream("/Index[1 1]/Filter/FlateDecode", [0x78, 0x20, 1, 2, 3, 4, 5, 6, 7, 8]),
        ["a stream of cross-references longer than the file"] = () =>
            Latin("%PDF-1.7\n9 0 obj\n<</Type/XRef/Length 2147483647>>\nstream\nstartxref\n9\n%%EOF\n"),
        ["a table that names a stream, too"] = () =>
            Latin("%PDF-1.7\nxref\ntrailer\n<</XRefStm 9/Root 1 0 R>>\nstartxref\n9\n%%EOF\n"),
        ["an update with a table behind a stream"] = () =>
            [
                .. Signed,
                .. Latin(
                    string.Create(
                        null,
                        $"xref\ntrailer\n<</Root 1 0 R/Prev {new PdfReader(Signed).Last.CrossReference}>>\nstartxref\n{Signed.Length}\n%%EOF\n"
                    )
                ),
            ],
        ["validation data that names one part ten thousand times"] = RepeatedData,
        ["a stream longer than the file"] = () =>
            Forgery.Update(
                TamperedUpdates.WithData(),
                (reader, update) =>
                {
                    update.Begin(reader.Size - 1).Ascii("<</Length 2147483647>>\nstream\n");
                    update.End();
                }
            ),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hostile_file_gets_an_answer_soon(string name)
    {
        var file = Files[name]();
        var (started, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        SigningSamples
            .Verifier.Verify(file)
            .Verdict.ShouldBeOneOf(SignatureVerdict.Malformed, SignatureVerdict.Altered);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan((20L * file.Length) + (16 << 20));
    }

    [Fact]
    public void A_credential_that_would_unpack_to_gigabytes_is_passed_over()
    {
        var bomb = Flate.Compress(new byte[64 << 20]);
        var pdf = Forgery.Update(
            SigningSamples.Unsigned,
            (reader, update) =>
            {
                var names = (PdfDictionary)reader.Dictionary(reader.Catalog)["Names"]!;
                var pair = (PdfArray)((PdfDictionary)names["EmbeddedFiles"]!)["Names"]!;
                var files = (PdfDictionary)reader.Dictionary(((PdfReference)pair.Items[1]).Id)["EF"]!;
                update.Stream(((PdfReference)files["F"]!).Id, "/Filter/FlateDecode", bomb);
            }
        );
        var before = GC.GetAllocatedBytesForCurrentThread();
        var answer = SigningSamples.Verifier.Verify(pdf);
        answer.Verdict.ShouldBe(SignatureVerdict.NotSigned);
        answer.Credential.ShouldBeNull();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8 << 20);
    }

    [Fact]
    public void A_credential_that_is_compressed_with_a_dictionary_that_isn_t_there_is_passed_over()
    {
        var pdf = Forgery.Update(
            SigningSamples.Unsigned,
            (reader, update) =>
            {
                var names = (PdfDictionary)reader.Dictionary(reader.Catalog)["Names"]!;
                var pair = (PdfArray)((PdfDictionary)names["EmbeddedFiles"]!)["Names"]!;
                var files = (PdfDictionary)reader.Dictionary(((PdfReference)pair.Items[1]).Id)["EF"]!;
                update.Stream(((PdfReference)files["F"]!).Id, "/Filter/FlateDecode", [0x78, 0x20, 1, 2, 3, 4, 5, 6]);
            }
        );
        SigningSamples.Verifier.Verify(pdf).Credential.ShouldBeNull();
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("/DecodeParms<</Predictor 12/Columns 7>>", false)]
    [InlineData("/F(elsewhere)", false)]
    public void Cross_references_that_another_reader_could_take_for_others_are_refused(string entry, bool isTaken)
    {
        var text = $"<</Type/XRef/W[1 4 2]/Index[1 1]{entry}>>";
        var entries = (PdfDictionary)new PdfParser(Latin(text), 0).Value();
        var left = 1;
        if (isTaken)
            CrossReferenceStream.Read(entries, new byte[] { 1, 0, 0, 0, 9, 0, 0 }, ref left).ShouldBe([(1, 9)]);
        else
        {
            Should.Throw<MalformedPdfException>(() =>
            {
                var few = 1;
                CrossReferenceStream.Read(entries, new byte[] { 1, 0, 0, 0, 9, 0, 0 }, ref few);
            });
        }
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_never_valid() =>
        Gen.Int[0, Signed.Length - 1]
            .Sample(
                length =>
                    SigningSamples.Verifier.Verify(Signed.AsMemory(0, length)).Verdict
                    == (
                        length == SigningSamples.Unsigned.Length
                            ? SignatureVerdict.NotSigned
                            : SignatureVerdict.Malformed
                    ),
                iter: 2_000
            );

    [Fact]
    public void A_turned_bit_anywhere_is_never_valid() =>
        Gen.Select(Gen.Int[0, Signed.Length - 1], Gen.Int[0, 7])
            .Sample((place, bit) => IsRejected(place, (byte)(Signed[place] ^ (1 << bit))), iter: 1_500);

    [Fact]
    public void Another_digit_anywhere_in_the_signature_is_never_valid()
    {
        var (start, end) = Forgery.Place(Signed);
        Gen.Select(Gen.Int[start, end - 1], Gen.Char["0123456789ABCDEF"])
            .Where((place, digit) => Signed[place] != digit)
            .Sample((place, digit) => IsRejected(place, (byte)digit), iter: 1_500);
    }

    [Fact]
    public void Any_bytes_get_an_answer() =>
        Gen.Select(Gen.Int[0, Signed.Length - 1], Gen.Byte.Array[0, 200])
            .Sample(
                (place, bytes) =>
                {
                    byte[] file = [.. Signed[..place], .. bytes, .. Signed[place..]];
                    return file.Length == Signed.Length
                        || SigningSamples.Verifier.Verify(file).Verdict != SignatureVerdict.Valid;
                },
                iter: 1_000
            );

    private static bool IsRejected(int place, byte value)
    {
        var copy = Signed.ToArray();
        copy[place] = value;
        // A turned bit may also hide the signature: then the file is one that isn't signed.
        return SigningSamples.Verifier.Verify(copy).Verdict != SignatureVerdict.Valid;
    }

    private static byte[] WithCatalog(string catalog) =>
        Forgery.Update(
            SigningSamples.Unsigned,
            (reader, update) =>
            {
                var own = string.Create(null, $" {reader.Catalog} 0 R");
                update.Begin(reader.Catalog).Ascii(catalog.Replace(" 1 0 R", own, StringComparison.Ordinal));
                update.End();
            }
        );

    private static byte[] ManyRevisions()
    {
        var file = new StringBuilder("%PDF-1.7\n");
        var former = -1;
        for (var i = 0; i < 100_000; i++)
        {
            var start = file.Length;
            file.Append("xref\ntrailer\n<</Root 1 0 R");
            if (former >= 0)
            {
                file.Append(null, $"/Prev {former}");
            }
            file.Append(null, $">>\nstartxref\n{start}\n%%EOF\n");
            former = start;
        }
        return Latin(file.ToString());
    }

    // Each some kilobytes, and unpacked a megabyte; each claims less than the file has bytes.
    private static byte[] ManyStreams()
    {
        var file = new List<byte>("%PDF-1.7\n"u8.ToArray());
        var table = Flate.Compress([.. Enumerable.Repeat<byte[]>([1, 0, 0, 0, 9, 0, 0], 150_000).SelectMany(x => x)]);
        int? former = null;
        for (var i = 0; i < 100; i++)
        {
            var start = file.Count;
            var previous = former is { } at ? string.Create(null, $"/Prev {at}") : "";
            var entries = $"/Type/XRef/W[1 4 2]/Root 1 0 R/Index[1 150000]/Filter/FlateDecode{previous}";
            file.AddRange(Latin(string.Create(null, $"9 0 obj\n<</Length {table.Length}{entries}>>\nstream\n")));
            file.AddRange(table);
            file.AddRange(Latin(string.Create(null, $"\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n")));
            former = start;
        }
        return [.. file];
    }

    private static byte[] WithStream(string entries, byte[] data) =>
        [
            .. Latin(
                string.Create(
                    null,
                    $"%PDF-1.7\n9 0 obj\n<</Type/XRef/W[1 4 2]/Root 1 0 R/Length {data.Length}{entries}>>\nstream\n"
                )
            ),
            .. data,
            .. "\nendstream\nendobj\nstartxref\n9\n%%EOF\n"u8,
        ];

    private static byte[] RepeatedData() =>
        Forgery.Update(
            Signed,
            (reader, update) =>
            {
                var (store, part) = (update.Allocate(), update.Allocate());
                update.Stream(part, "", new byte[1 << 20]);
                var output = update.Begin(store).Ascii("<</Type/DSS/Certs[");
                for (var i = 0; i < 9_000; i++)
                {
                    output.Reference(part);
                }
                output.Ascii("]>>");
                update.End();
                update.Extend(reader.Catalog, "DSS", store);
            }
        );

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
