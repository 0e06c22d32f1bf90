using System.Text;

namespace Enrollment.Credentials.Rdf;

/// <summary>Gives blank nodes labels in the order in which they ask (RDFC-1.0, section 4.5).</summary>
sealed class BlankNodeLabels
{
    readonly string prefix;
    readonly Dictionary<int, string> labels;
    readonly List<int> order;

    internal BlankNodeLabels(string prefix)
        : this(prefix, [], []) { }

    BlankNodeLabels(string prefix, Dictionary<int, string> labels, List<int> order) =>
        (this.prefix, this.labels, this.order) = (prefix, labels, order);

    /// <summary>Blank nodes that have a label, in the order in which they got it.</summary>
    internal IReadOnlyList<int> Order => order;

    internal BlankNodeLabels Copy() => new(prefix, new(labels), [.. order]);

    internal bool Has(int node) => labels.ContainsKey(node);

    /// <summary>The label with "_:" before it.</summary>
    internal string Of(int node)
    {
        if (!labels.TryGetValue(node, out var label))
        {
            labels[node] = label = $"_:{prefix}{order.Count}";
            order.Add(node);
        }

        return label;
    }

    internal byte[] Bytes(int node) => Encoding.ASCII.GetBytes(Of(node));
}
