using System.Security.Cryptography;
using System.Text;

namespace Enrollment.Credentials.Badges;

/// <summary>
/// Who the holder is, as SHA-256 over the identifier and a salt (IdentityObject of Open Badges 3.0): somebody who knows
/// the identifier can check it, and nobody reads it. The salt stands in the credential, so an identifier of few digits
/// can be found by trying them all by whoever holds the credential.
/// </summary>
/// <param name="Type">
/// Word of the Open Badges vocabulary: emailAddress, nationalIdentityNumber, name, sourcedId, systemId ...
/// </param>
/// <param name="Salt">At least 16 characters from a secure source, another for each credential and identifier.</param>
/// <param name="Hash"><c>sha256$</c> and 64 hexadecimal digits.</param>
public sealed record HashedIdentity(string Type, string Salt, string Hash)
{
    const int LeastSalt = 16;

    /// <param name="type">Word of the vocabulary.</param>
    /// <param name="identifier">In one spelling: an address in lower case, a number without spaces.</param>
    /// <param name="salt">At least 16 characters.</param>
    /// <exception cref="ArgumentException">The identifier is empty or the salt too short.</exception>
    public static HashedIdentity Of(string type, string identifier, string salt)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(identifier);
        ArgumentNullException.ThrowIfNull(salt);
        if (salt.Length < LeastSalt)
            throw new ArgumentException($"A salt has at least {LeastSalt} characters.", nameof(salt));
        return new(type, salt, Digest(identifier, salt));
    }

    /// <summary>Whether this is the hash of that identifier.</summary>
    public bool IsOf(string identifier) => Digest(identifier, Salt) == Hash;

    /// <summary>A salt of 128 random bits.</summary>
    public static string NewSalt() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    static string Digest(string identifier, string salt) =>
        "sha256$" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identifier + salt)));
}
