using System.Security.Cryptography;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// An update that is appended to a file and leaves every byte of it as it was (ISO 32000-2, 7.5.6): new objects, and
/// objects that take the place of former ones. Equal updates of equal files are equal bytes, whatever compresses here.
/// </summary>
internal sealed class PdfUpdate : PdfObjects
{
    private readonly PdfReader previous;
    private readonly SortedDictionary<int, ObjectPlace> places = [];
    private int size;

    /// <param name="previous">The file.</param>
    /// <param name="room">Bytes that the update is expected to take.</param>
    public PdfUpdate(PdfReader previous, int room)
        : base(new(previous.File.Length + room))
    {
        this.previous = previous;
        size = previous.Size;
        Output.Bytes(previous.File.Span);
    }

    public override int Allocate() => size++;

    /// <summary>Writes an object of the file anew, with further entries at its end.</summary>
    public void Extend(int id, ReadOnlySpan<char> key, int reference)
    {
        var value = previous.Dictionary(id);
        Begin(id).Bytes(previous.File.Span[value.Start..(value.End - 2)]).Ascii("/").Ascii(key);
        Output.Reference(reference).Ascii(">>");
        End();
    }

    /// <summary>Completes the file.</summary>
    public byte[] Finish()
    {
        // From the content (14.4). The verifier makes updates anew, so that it stays as it is.
        var content = Output.Written[previous.File.Length..];
        var identifier = Convert.ToHexString(SHA256.HashData(content).AsSpan(0, 16));
        var start = Output.Length;
        if (previous.Last.IsTable)
        {
            CrossReferenceTable.Write(Output, Runs());
            Output.Ascii("trailer\n<<").Ascii(Trailer(identifier)).Ascii(">>\n");
            return Close(start);
        }
        var id = Allocate();
        Place(new(id, start));
        var index = string.Join(
            ' ',
            Runs().Select(run => FormattableString.Invariant($"{run.First} {run.Offsets.Count}"))
        );
        Stream(
            id,
            $"{CrossReferenceStream.Entries}/Index[{index}]{Trailer(identifier)}",
            CrossReferenceStream.Write(places.Values).Written
        );
        return Close(start);
    }

    protected override void Place(ObjectPlace place) => places[place.Id] = place;

    private string Trailer(string ownIdentifier) =>
        Trailer(size, previous.Catalog, previous.Information, Convert.ToHexString(previous.Identifier), ownIdentifier)
        + FormattableString.Invariant($"/Prev {previous.Last.CrossReference}");

    private List<(int First, IReadOnlyList<int> Offsets)> Runs()
    {
        var runs = new List<(int First, IReadOnlyList<int> Offsets)>();
        var all = places.Values.ToArray();
        for (int first = 0, next; first < all.Length; first = next)
        {
            next = first + 1;
            while (next < all.Length && all[next].Id == all[next - 1].Id + 1)
            {
                next++;
            }
            runs.Add((all[first].Id, [.. all[first..next].Select(place => place.Number)]));
        }
        return runs;
    }
}
