namespace Enrollment.Credentials.Issuers;

/// <summary>
/// A DID of the method did:web: the address of a host, a colon instead of each slash, and where a center has its own one
/// a path, such as <c>did:web:example.org:centers:ALA</c>.
/// </summary>
public sealed record WebDid
{
    const string Prefix = "did:web:";

    WebDid(string host, IReadOnlyList<string> path)
    {
        Value = Prefix + string.Join(':', [host.Replace(":", "%3A", StringComparison.Ordinal), .. path]);
        var folder = path.Count == 0 ? ".well-known" : string.Join('/', path);
        DocumentUrl = new Uri($"https://{host}/{folder}/did.json");
    }

    /// <summary>The DID.</summary>
    public string Value { get; }

    /// <summary>Where its document must be served.</summary>
    public Uri DocumentUrl { get; }

    /// <param name="baseAddress">Base address of the installation; only host and port count.</param>
    /// <param name="path">Segments of letters, digits, ".", "-" and "_"; none for the installation itself.</param>
    /// <exception cref="ArgumentException">The address is relative, or a segment has other characters.</exception>
    public static WebDid At(Uri baseAddress, params string[] path)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        ArgumentNullException.ThrowIfNull(path);
        if (!baseAddress.IsAbsoluteUri || baseAddress.Host.Length == 0)
            throw new ArgumentException($"'{baseAddress}' is no absolute address.", nameof(baseAddress));
        if (path.FirstOrDefault(segment => segment.Length == 0 || !segment.All(IsPlain)) is { } wrong)
        {
            throw new ArgumentException(
                $"'{wrong}' can't stand in a DID: use letters, digits, '.', '-' and '_'.",
                nameof(path)
            );
        }

        var host = baseAddress.IdnHost.ToLowerInvariant();
        return new(baseAddress.IsDefaultPort ? host : $"{host}:{baseAddress.Port}", path);
    }

    public override string ToString() => Value;

    static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';
}
