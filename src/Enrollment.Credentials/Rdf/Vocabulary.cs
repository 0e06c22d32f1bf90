using System.Collections.Frozen;

namespace Enrollment.Credentials.Rdf;

/// <summary>How the value of a member becomes RDF.</summary>
enum TermForm
{
    /// <summary>A string; a literal, with a datatype where the term has one.</summary>
    Text,

    /// <summary>An absolute URL or URN; a literal all the same.</summary>
    Url,

    /// <summary>Strings in a fixed order; an RDF list of literals.</summary>
    TextList,

    /// <summary>An absolute IRI.</summary>
    Iri,

    /// <summary>The one word <c>assertionMethod</c>.</summary>
    Purpose,

    /// <summary>A JSON number of at most two decimals.</summary>
    Number,

    /// <summary>A JSON boolean.</summary>
    Boolean,

    /// <summary>An object.</summary>
    Node,
}

/// <summary>A member's meaning.</summary>
/// <param name="Predicate">IRI in N-Quads form.</param>
/// <param name="Form">What its value is.</param>
/// <param name="Datatype">IRI in N-Quads form; null for plain strings and for what isn't a literal.</param>
/// <param name="Node">The type that the object must name; null where it names none.</param>
/// <param name="IsArray">Whether the value is an array, even of one.</param>
sealed record Term(byte[] Predicate, TermForm Form, byte[]? Datatype, string? Node, bool IsArray);

/// <summary>A type: its IRI in N-Quads form, the members that only it has, and those that it must have.</summary>
sealed record NodeType(byte[] Iri, FrozenDictionary<string, Term> Members, string[] Required);

/// <summary>
/// The terms that this library writes, as the JSON-LD contexts of Verifiable Credentials 2.0 and of Open Badges 3.0.3
/// define them, and no others: whatever isn't here is refused, since a verifier that reads the contexts would either
/// drop it from what was signed or give it another meaning.
/// </summary>
static class Vocabulary
{
    const string Ob = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#";
    const string Schema = "https://schema.org/";
    const string Credentials = "https://www.w3.org/2018/credentials#";
    const string Status = "https://www.w3.org/ns/credentials/status#";
    const string Security = "https://w3id.org/security#";
    const string Xsd = "http://www.w3.org/2001/XMLSchema#";
    const string ObXsd = "https://www.w3.org/2001/XMLSchema#";
    const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

    internal static readonly byte[] Type = NQuads.Iri($"{Rdf}type");
    internal static readonly byte[] First = NQuads.Iri($"{Rdf}first");
    internal static readonly byte[] Rest = NQuads.Iri($"{Rdf}rest");
    internal static readonly byte[] Nil = NQuads.Iri($"{Rdf}nil");
    internal static readonly byte[] AssertionMethod = NQuads.Iri($"{Security}assertionMethod");

    /// <summary>Members that any object may have.</summary>
    internal static readonly FrozenDictionary<string, Term> Everywhere = Members(
        ("name", Text($"{Schema}name")),
        ("description", Text($"{Schema}description")),
        ("narrative", Text($"{Ob}narrative")),
        ("inLanguage", Text($"{Schema}inLanguage")),
        ("url", Url($"{Schema}url")),
        ("image", Node($"{Ob}image", "Image")),
        ("alignment", Node($"{Ob}alignment", "Alignment", isArray: true)),
        // The context names the datatype by a prefix that it doesn't define, so the short name is the IRI.
        ("awardedDate", Text($"{Ob}awardedDate", "xsd:dateTime"))
    );

    static readonly (string, Term)[] ofCredentials =
    [
        ("validFrom", Text($"{Credentials}validFrom", $"{Xsd}dateTime")),
        ("validUntil", Text($"{Credentials}validUntil", $"{Xsd}dateTime")),
        ("credentialStatus", Node($"{Credentials}credentialStatus", "BitstringStatusListEntry")),
        ("credentialSchema", Node($"{Credentials}credentialSchema", "1EdTechJsonSchemaValidator2019", isArray: true)),
    ];

    internal static readonly FrozenDictionary<string, NodeType> Types = new Dictionary<string, NodeType>
    {
        ["VerifiableCredential"] = Is($"{Credentials}VerifiableCredential", ["id", "validFrom"]),
        ["OpenBadgeCredential"] = Is(
            $"{Ob}OpenBadgeCredential",
            ["name", "issuer", "credentialSubject"],
            [
                .. ofCredentials,
                ("issuer", Node($"{Credentials}issuer", "Profile")),
                ("credentialSubject", Node($"{Credentials}credentialSubject", "AchievementSubject")),
            ]
        ),
        ["BitstringStatusListCredential"] = Is(
            $"{Status}BitstringStatusListCredential",
            ["issuer", "validUntil", "credentialSubject"],
            [
                .. ofCredentials,
                ("issuer", Iri($"{Credentials}issuer")),
                ("credentialSubject", Node($"{Credentials}credentialSubject", "BitstringStatusList")),
            ]
        ),
        ["Profile"] = Is($"{Ob}Profile", ["id", "name"]),
        ["AchievementSubject"] = Is(
            $"{Ob}AchievementSubject",
            ["id", "achievement"],
            ("achievement", Node($"{Ob}achievement", "Achievement")),
            ("identifier", Node($"{Ob}identifier", "IdentityObject", isArray: true)),
            ("licenseNumber", Text($"{Ob}licenseNumber")),
            ("creditsEarned", Number($"{Ob}creditsEarned")),
            ("result", Node($"{Ob}result", "Result", isArray: true))
        ),
        ["Achievement"] = Is(
            $"{Ob}Achievement",
            ["id", "name", "description", "criteria"],
            ("achievementType", Text($"{Ob}achievementType")),
            ("humanCode", Text($"{Ob}humanCode")),
            ("creditsAvailable", Number($"{Ob}creditsAvailable")),
            ("criteria", Node($"{Ob}Criteria", "Criteria")),
            ("related", Node($"{Ob}related", "Related", isArray: true)),
            ("resultDescription", Node($"{Ob}resultDescription", "ResultDescription", isArray: true))
        ),
        ["Criteria"] = Is($"{Ob}Criteria", ["narrative"]),
        ["Image"] = Is($"{Ob}Image", ["id"]),
        ["IdentityObject"] = Is(
            $"{Ob}IdentityObject",
            ["hashed", "identityType", "identityHash"],
            ("hashed", new(NQuads.Iri($"{Ob}hashed"), TermForm.Boolean, NQuads.Iri($"{ObXsd}boolean"), null, false)),
            ("identityType", Text($"{Ob}identityType")),
            ("identityHash", Text($"{Ob}identityHash")),
            ("salt", Text($"{Ob}salt"))
        ),
        ["Alignment"] = Is(
            $"{Schema}AlignmentObject",
            ["targetName", "targetUrl"],
            ("targetName", Text($"{Schema}targetName")),
            ("targetUrl", Url($"{Schema}targetUrl")),
            ("targetCode", Text($"{Ob}targetCode")),
            ("targetFramework", Text($"{Schema}targetFramework"))
        ),
        ["Related"] = Is($"{Ob}Related", ["id", "inLanguage"]),
        ["Result"] = Is(
            $"{Ob}Result",
            ["resultDescription", "value"],
            ("resultDescription", Url($"{Ob}resultDescription")),
            ("value", Text($"{Schema}value"))
        ),
        ["ResultDescription"] = Is(
            $"{Ob}ResultDescription",
            ["id", "name", "resultType"],
            ("resultType", Text($"{Ob}resultType")),
            ("valueMin", Text($"{Ob}valueMin")),
            ("valueMax", Text($"{Ob}valueMax")),
            ("allowedValue", new(NQuads.Iri($"{Ob}allowedValue"), TermForm.TextList, null, null, false))
        ),
        ["BitstringStatusListEntry"] = Is(
            $"{Status}BitstringStatusListEntry",
            ["statusPurpose", "statusListIndex", "statusListCredential"],
            ("statusPurpose", Text($"{Status}statusPurpose")),
            ("statusListIndex", Text($"{Status}statusListIndex")),
            ("statusListCredential", Iri($"{Status}statusListCredential"))
        ),
        ["BitstringStatusList"] = Is(
            $"{Status}BitstringStatusList",
            ["id", "statusPurpose", "encodedList"],
            ("statusPurpose", Text($"{Status}statusPurpose")),
            ("encodedList", Text($"{Status}encodedList", $"{Security}multibase"))
        ),
        ["1EdTechJsonSchemaValidator2019"] = Is(
            "https://purl.imsglobal.org/spec/vccs/v1p0/context.json#1EdTechJsonSchemaValidator2019",
            ["id"]
        ),
        ["DataIntegrityProof"] = Is(
            $"{Security}DataIntegrityProof",
            ["cryptosuite", "created", "verificationMethod", "proofPurpose"],
            ("cryptosuite", Text($"{Security}cryptosuite", $"{Security}cryptosuiteString")),
            ("created", Text("http://purl.org/dc/terms/created", $"{Xsd}dateTime")),
            ("verificationMethod", Iri($"{Security}verificationMethod")),
            ("proofPurpose", new(NQuads.Iri($"{Security}proofPurpose"), TermForm.Purpose, null, null, false))
        ),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static NodeType Is(string iri, string[] required, params (string, Term)[] members) =>
        new(NQuads.Iri(iri), Members(members), required);

    static FrozenDictionary<string, Term> Members(params (string Name, Term Term)[] members) =>
        members.ToFrozenDictionary(member => member.Name, member => member.Term, StringComparer.Ordinal);

    static Term Text(string iri, string? datatype = null) =>
        new(NQuads.Iri(iri), TermForm.Text, datatype is null ? null : NQuads.Iri(datatype), null, false);

    static Term Url(string iri) => new(NQuads.Iri(iri), TermForm.Url, NQuads.Iri($"{ObXsd}anyURI"), null, false);

    static Term Number(string iri) => new(NQuads.Iri(iri), TermForm.Number, NQuads.Iri($"{ObXsd}float"), null, false);

    static Term Iri(string iri) => new(NQuads.Iri(iri), TermForm.Iri, null, null, false);

    static Term Node(string iri, string type, bool isArray = false) =>
        new(NQuads.Iri(iri), TermForm.Node, null, type, isArray);
}
