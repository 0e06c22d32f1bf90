namespace Enrollment.Credentials.Rdf;

/// <summary>An IRI or literal in canonical N-Quads form, or a blank node by its number from 0.</summary>
readonly struct RdfTerm
{
    readonly int number;

    internal RdfTerm(byte[] text) => Text = text;

    internal RdfTerm(int blank) => number = blank + 1;

    internal byte[]? Text { get; }

    /// <summary>Number of the blank node; -1 for anything else.</summary>
    internal int Blank => number - 1;
}

/// <summary>A triple of the default graph; the predicate is an IRI in N-Quads form.</summary>
readonly record struct Triple(RdfTerm Subject, byte[] Predicate, RdfTerm Object);

/// <summary>What a document says. Blank nodes are numbered from 0 in the order in which they occur.</summary>
sealed class TripleSet
{
    internal List<Triple> Triples { get; } = new(96);

    internal int BlankNodes { get; private set; }

    internal RdfTerm NewBlankNode() => new(BlankNodes++);

    internal void Add(RdfTerm subject, byte[] predicate, RdfTerm value) => Triples.Add(new(subject, predicate, value));
}
