using System.Security.Cryptography;
using System.Text;

namespace Enrollment.Credentials.Rdf;

/// <summary>
/// RDF Dataset Canonicalization (RDFC-1.0, W3C Recommendation of 2024-05-21) with SHA-256, for triples of the default
/// graph. Equal graphs get equal bytes, whatever their blank nodes were called.
/// </summary>
sealed class Canonicalization
{
    // Work that a document made to waste time could demand (section 7.1); ours needs none, a few equal parts need tens.
    const int Patience = 5_000;

    // Seven parts alike under one parent have more orders than there is patience.
    const int MostAlike = 6;

    readonly TripleSet set;
    readonly QuadLines lines;
    readonly BlankNodeLabels canonical = new("c14n");
    readonly List<Triple>[] mentions;
    readonly string[] hashes;
    int effort;

    Canonicalization(TripleSet set)
    {
        this.set = set;
        lines = new(set.Triples.Count);
        mentions = new List<Triple>[set.BlankNodes];
        hashes = new string[set.BlankNodes];
        for (var node = 0; node < mentions.Length; node++)
            mentions[node] = [];
        foreach (var triple in set.Triples)
        {
            if (triple.Subject.Blank >= 0)
                mentions[triple.Subject.Blank].Add(triple);
            if (triple.Object.Blank >= 0 && triple.Object.Blank != triple.Subject.Blank)
                mentions[triple.Object.Blank].Add(triple);
        }
    }

    /// <summary>The canonical N-Quads in UTF-8.</summary>
    /// <exception cref="MalformedCredentialException">
    /// Blank nodes are so alike that telling them apart would take unreasonable work.
    /// </exception>
    internal static byte[] Run(TripleSet set) => new Canonicalization(set).Run();

    byte[] Run()
    {
        var groups = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        for (var node = 0; node < hashes.Length; node++)
        {
            hashes[node] = HashFirstDegree(node);
            if (!groups.TryGetValue(hashes[node], out var group))
                groups[hashes[node]] = group = [];
            group.Add(node);
        }

        foreach (var group in groups.Values.Where(group => group.Count == 1))
            canonical.Of(group[0]);
        foreach (var group in groups.Values.Where(group => group.Count > 1))
        {
            var results = new List<(string Hash, BlankNodeLabels Labels)>();
            foreach (var node in group.Where(node => !canonical.Has(node)))
            {
                var temporary = new BlankNodeLabels("b");
                temporary.Of(node);
                results.Add(HashNDegree(node, temporary));
            }

            foreach (var node in results.OrderBy(r => r.Hash, StringComparer.Ordinal).SelectMany(r => r.Labels.Order))
                canonical.Of(node);
        }

        return Write();
    }

    byte[] Write()
    {
        var labels = new byte[hashes.Length][];
        for (var node = 0; node < labels.Length; node++)
            labels[node] = canonical.Bytes(node);
        lines.Clear();
        foreach (var (subject, predicate, value) in set.Triples)
            lines.Add(subject.Text ?? labels[subject.Blank], predicate, value.Text ?? labels[value.Blank]);
        return lines.ToSortedBytes();
    }

    /// <summary>Section 4.6: what is said about the node, other blank nodes being alike.</summary>
    string HashFirstDegree(int node)
    {
        ReadOnlySpan<byte> Label(RdfTerm term) => term.Text ?? (term.Blank == node ? "_:a"u8 : "_:z"u8);
        lines.Clear();
        foreach (var (subject, predicate, value) in mentions[node])
            lines.Add(Label(subject), predicate, Label(value));
        return Convert.ToHexStringLower(lines.HashSorted());
    }

    /// <summary>Section 4.7: how another blank node looks from a triple that mentions it.</summary>
    string HashRelated(int related, Triple triple, BlankNodeLabels labels, char position)
    {
        var seen =
            canonical.Has(related) ? canonical.Of(related)
            : labels.Has(related) ? labels.Of(related)
            : hashes[related];
        return Hash($"{position}{Encoding.UTF8.GetString(triple.Predicate)}{seen}");
    }

    /// <summary>Section 4.8: what is said about the node and, through it, about the blank nodes around it.</summary>
    (string Hash, BlankNodeLabels Labels) HashNDegree(int node, BlankNodeLabels labels)
    {
        var around = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        void Note(int related, Triple triple, char position)
        {
            if (related < 0 || related == node)
                return;
            var hash = HashRelated(related, triple, labels, position);
            if (!around.TryGetValue(hash, out var alike))
                around[hash] = alike = [];
            alike.Add(related);
        }

        foreach (var triple in mentions[node])
        {
            Note(triple.Subject.Blank, triple, 's');
            Note(triple.Object.Blank, triple, 'o');
        }

        var data = new StringBuilder();
        foreach (var (hash, alike) in around)
        {
            var (path, chosen) = ShortestPath(alike, labels);
            data.Append(hash).Append(path);
            labels = chosen;
        }

        return (Hash(data.ToString()), labels);
    }

    (string Path, BlankNodeLabels Labels) ShortestPath(List<int> alike, BlankNodeLabels labels)
    {
        (string Path, BlankNodeLabels Labels)? best = null;
        if (alike.Count > MostAlike)
            throw TooAlike();
        foreach (var permutation in Permutations(alike, 0))
        {
            if (++effort > Patience)
                throw TooAlike();
            var (path, own) = Walk(permutation, labels.Copy());
            if (best is null || string.CompareOrdinal(path, best.Value.Path) < 0)
                best = (path, own);
        }

        return best!.Value;
    }

    (string Path, BlankNodeLabels Labels) Walk(int[] permutation, BlankNodeLabels labels)
    {
        var path = new StringBuilder();
        var deeper = new List<int>();
        foreach (var related in permutation)
        {
            if (canonical.Has(related))
            {
                path.Append(canonical.Of(related));
                continue;
            }

            if (!labels.Has(related))
                deeper.Add(related);
            path.Append(labels.Of(related));
        }

        foreach (var related in deeper)
        {
            var result = HashNDegree(related, labels);
            path.Append(labels.Of(related)).Append('<').Append(result.Hash).Append('>');
            labels = result.Labels;
        }

        return (path.ToString(), labels);
    }

    static MalformedCredentialException TooAlike() => new("", "has too many parts that can't be told apart");

    static IEnumerable<int[]> Permutations(List<int> items, int from)
    {
        if (from >= items.Count - 1)
        {
            yield return [.. items];
            yield break;
        }

        for (var i = from; i < items.Count; i++)
        {
            (items[from], items[i]) = (items[i], items[from]);
            foreach (var permutation in Permutations(items, from + 1))
                yield return permutation;
            (items[from], items[i]) = (items[i], items[from]);
        }
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
