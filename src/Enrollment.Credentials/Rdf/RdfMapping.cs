using System.Globalization;
using System.Text.Json;

namespace Enrollment.Credentials.Rdf;

/// <summary>
/// Reads a document as RDF, as a JSON-LD processor in safe mode would with the documents' contexts, for exactly the terms
/// of <see cref="Vocabulary"/>. Whatever such a processor would drop, guess or take another way is refused with the
/// path of the member.
/// </summary>
sealed class RdfMapping
{
    // The canonical form of a list of equal values takes a step of recursion for each.
    const int LongestList = 32;
    const string WithoutMeaning = "is not a member that this credential may have";

    readonly TripleSet set = new();

    /// <param name="document">The object.</param>
    /// <param name="path">Its own path, for messages; "" for a credential.</param>
    /// <param name="type">A type that it must name.</param>
    /// <param name="apart">Members of the object that aren't part of what it says, such as its proof.</param>
    /// <exception cref="MalformedCredentialException">Says which member can't be read.</exception>
    internal static TripleSet Read(JsonElement document, string path, string type, params ReadOnlySpan<string> apart)
    {
        var mapping = new RdfMapping();
        mapping.Node(document, path, type, apart);
        return mapping.set;
    }

    RdfTerm Node(JsonElement element, string path, string expected, params ReadOnlySpan<string> apart)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new MalformedCredentialException(path, "must be an object");
        var types = Types(element, path, expected);
        var node = element.TryGetProperty("id", out var id)
            ? new RdfTerm(NQuads.Iri(ReadIri(id, Path(path, "id"))))
            : set.NewBlankNode();
        foreach (var (_, type) in types)
            set.Add(node, Vocabulary.Type, new RdfTerm(type.Iri));
        foreach (var member in element.EnumerateObject())
        {
            var name = member.Name;
            if (name is "id" or "type" || apart.Contains(name))
                continue;
            var term = Find(name, types) ?? throw new MalformedCredentialException(Path(path, name), WithoutMeaning);
            Member(node, term, member.Value, Path(path, name));
        }

        foreach (var name in Required(types, expected))
        {
            if (!element.TryGetProperty(name, out _))
                throw new MalformedCredentialException(Path(path, name), "is missing");
        }

        return node;
    }

    static Term? Find(string name, List<(string Name, NodeType Type)> types)
    {
        if (Vocabulary.Everywhere.TryGetValue(name, out var everywhere))
            return everywhere;
        foreach (var (_, type) in types)
        {
            if (type.Members.TryGetValue(name, out var term))
                return term;
        }

        return null;
    }

    static IEnumerable<string> Required(List<(string Name, NodeType Type)> types, string expected) =>
        types.Count == 0 ? Vocabulary.Types[expected].Required : types.SelectMany(type => type.Type.Required);

    /// <summary>The types that the object names. Criteria are the one object that is written without.</summary>
    static List<(string Name, NodeType Type)> Types(JsonElement element, string path, string expected)
    {
        var types = new List<(string Name, NodeType Type)>(2);
        if (!element.TryGetProperty("type", out var named))
        {
            if (expected == "Criteria")
                return types;
            throw new MalformedCredentialException(Path(path, "type"), "is missing");
        }

        foreach (var item in named.ValueKind == JsonValueKind.Array ? [.. named.EnumerateArray()] : new[] { named })
        {
            var name = CredentialJson.ReadText(item, Path(path, "type"));
            if (!Vocabulary.Types.TryGetValue(name, out var type) || types.Any(other => other.Name == name))
                throw new MalformedCredentialException(Path(path, "type"), $"'{name}' is unknown or named twice");
            types.Add((name, type));
        }

        var isCredential = types is [("VerifiableCredential", _), _] && types[1].Name == expected;
        if (!isCredential && (types.Count != 1 || types[0].Name != expected))
            throw new MalformedCredentialException(Path(path, "type"), $"must be {expected}");
        return types;
    }

    void Member(RdfTerm node, Term term, JsonElement value, string path)
    {
        if (!term.IsArray)
        {
            set.Add(node, term.Predicate, Value(term, value, path));
            return;
        }

        if (value.ValueKind != JsonValueKind.Array)
            throw new MalformedCredentialException(path, "must be an array");
        var index = 0;
        foreach (var item in value.EnumerateArray())
            set.Add(node, term.Predicate, Value(term, item, $"{path}[{index++}]"));
    }

    RdfTerm Value(Term term, JsonElement value, string path) =>
        term.Form switch
        {
            TermForm.Text => new(NQuads.Literal(CredentialJson.ReadText(value, path), term.Datatype)),
            TermForm.Url => new(NQuads.Literal(ReadIri(value, path), term.Datatype)),
            TermForm.TextList => List(value, path),
            TermForm.Iri => new(NQuads.Iri(ReadIri(value, path))),
            TermForm.Purpose => CredentialJson.ReadText(value, path) == "assertionMethod"
                ? new(Vocabulary.AssertionMethod)
                : throw new MalformedCredentialException(path, "must be 'assertionMethod'"),
            TermForm.Number => new(NQuads.Literal(ReadNumber(value, path), term.Datatype)),
            TermForm.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? new(NQuads.Literal(value.ValueKind == JsonValueKind.True ? "true" : "false", term.Datatype))
                : throw new MalformedCredentialException(path, "must be true or false"),
            _ => Node(value, path, term.Node!),
        };

    RdfTerm List(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Array)
            throw new MalformedCredentialException(path, "must be an array");
        var list = new RdfTerm(Vocabulary.Nil);
        var index = value.GetArrayLength();
        if (index > LongestList)
            throw new MalformedCredentialException(path, $"must have at most {LongestList} values");
        foreach (var item in value.EnumerateArray().Reverse())
        {
            var text = CredentialJson.ReadText(item, $"{path}[{--index}]");
            var head = set.NewBlankNode();
            set.Add(head, Vocabulary.First, new RdfTerm(NQuads.Literal(text, null)));
            set.Add(head, Vocabulary.Rest, list);
            list = head;
        }

        return list;
    }

    static string ReadIri(JsonElement value, string path)
    {
        var iri = CredentialJson.ReadText(value, path);
        return NQuads.IsAbsoluteIri(iri)
            ? iri
            : throw new MalformedCredentialException(path, "must be an absolute URL or URN");
    }

    /// <summary>JSON-LD writes a whole number as such and any other as the canonical form of an xsd:double.</summary>
    static string ReadNumber(JsonElement value, string path)
    {
        if (
            value.ValueKind != JsonValueKind.Number
            || !value.TryGetDecimal(out var number)
            || number is < 0 or > 1_000_000
            || decimal.Round(number, 2) != number
        )
        {
            throw new MalformedCredentialException(
                path,
                "must be a number from 0 to 1,000,000 with at most two decimals"
            );
        }

        if (decimal.IsInteger(number))
            return number.ToString("0", CultureInfo.InvariantCulture);
        // Sixteen digits of the binary number, whatever the decimal one was: 234.23 is 2.342299999999999E2.
        var digits = ((double)number).ToString("E15", CultureInfo.InvariantCulture).Split('E');
        var fraction = digits[0].TrimEnd('0');
        return $"{fraction}{(fraction[^1] == '.' ? "0" : "")}E{int.Parse(digits[1], CultureInfo.InvariantCulture)}";
    }

    static string Path(string parent, string name) => parent.Length == 0 ? name : $"{parent}.{name}";
}
