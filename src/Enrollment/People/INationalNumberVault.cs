namespace Enrollment.People;

/// <summary>
/// Keeps national numbers unreadable at rest. A number is sealed for the person and kind that it was entered for, and is
/// found again by a keyed hash, which tells nothing to whoever doesn't hold the installation's secret.
/// </summary>
public interface INationalNumberVault
{
    /// <summary>The number, given in its normal form, sealed for this person and kind, with a fresh nonce each time.</summary>
    string Seal(Guid personId, NationalNumberKind kind, string number);

    /// <summary>The number in its normal form.</summary>
    /// <exception cref="NationalNumberUnreadableException">It was changed, belongs elsewhere, or its secret is gone.</exception>
    string Open(Guid personId, NationalNumberKind kind, string ciphertext);

    /// <summary>The hash by which the number is stored from now on.</summary>
    string Hash(NationalNumberKind kind, string number);

    /// <summary>Each hash by which the number may be stored, that of the present secret first.</summary>
    IReadOnlyList<string> SearchHashes(NationalNumberKind kind, string number);
}

/// <summary>
/// What sort of number it is: the issuing country (ISO 3166-1 alpha-2) and a name within it, <c>iin</c> in KZ,
/// <c>resident-id</c> in CN, else such as <c>passport</c>.
/// </summary>
public sealed record NationalNumberKind(string Country, string Kind)
{
    public override string ToString() => $"{Country}/{Kind}";
}

/// <summary>A number as somebody typed it. It keeps itself out of whatever prints the request that holds it.</summary>
public sealed class TypedNumber(string text)
{
    internal string Text { get; } = text;

    public override string ToString() => NationalNumberMask.Hidden;
}

/// <summary>A stored number can't be opened: the row was changed behind the program, or a secret is missing.</summary>
public sealed class NationalNumberUnreadableException : Exception
{
    public NationalNumberUnreadableException() { }

    public NationalNumberUnreadableException(string message)
        : base(message) { }

    public NationalNumberUnreadableException(string message, Exception innerException)
        : base(message, innerException) { }
}
