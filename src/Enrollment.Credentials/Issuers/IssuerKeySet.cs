namespace Enrollment.Credentials.Issuers;

/// <summary>The keys of one issuer: one of each kind that signs, and those that signed before.</summary>
public sealed class IssuerKeySet
{
    IssuerKeySet(WebDid did, IReadOnlyList<IssuerKey> keys, ProofKey proofKey, TokenKey tokenKey) =>
        (Did, Keys, ProofKey, TokenKey) = (did, keys, proofKey, tokenKey);

    public WebDid Did { get; }

    /// <summary>All keys, in the given order.</summary>
    public IReadOnlyList<IssuerKey> Keys { get; }

    /// <summary>The Ed25519 key that signs embedded proofs.</summary>
    public ProofKey ProofKey { get; }

    /// <summary>The P-256 key that signs tokens.</summary>
    public TokenKey TokenKey { get; }

    /// <exception cref="FormatException">
    /// A text is no such key, a key is given twice, or not exactly one key of each kind signs. The message says which, and
    /// never holds a key.
    /// </exception>
    public static IssuerKeySet Load(WebDid did, IEnumerable<KeyText> texts)
    {
        ArgumentNullException.ThrowIfNull(did);
        ArgumentNullException.ThrowIfNull(texts);
        var keys = texts.Select((text, index) => text.Read(did.Value, $"Key {index + 1}")).ToList();
        if (keys.GroupBy(key => key.Id, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new FormatException($"The key {twice.Key} is given twice.");
        return new(did, keys, Signing<ProofKey>(keys, "Ed25519"), Signing<TokenKey>(keys, "P-256"));
    }

    static T Signing<T>(IEnumerable<IssuerKey> keys, string kind)
        where T : IssuerKey
    {
        var signing = keys.OfType<T>().Where(key => !key.IsRetired).ToList();
        return signing.Count == 1
            ? signing[0]
            : throw new FormatException(
                $"{signing.Count} {kind} keys sign where exactly one does: add one, or mark the former ones as retired."
            );
    }
}
