using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Enrollment.People;

/// <summary>
/// What the same person is found by the next time: an id in another system, or, where there is none, what is known of
/// the person.
/// </summary>
public sealed record PersonKey(string Source, string ExternalId)
{
    /// <summary>The source of keys that were made of a person's own data.</summary>
    internal const string OwnData = "own-data";

    /// <summary>
    /// Without a reference, a hash of e-mail, birth date and principal name: two imports that bring the same person at once
    /// then meet at the key. Null where one of them is missing.
    /// </summary>
    internal static PersonKey? Of(string source, string? reference, PersonFields fields) =>
        reference is not null ? new PersonKey(source, reference)
        : Digest(fields) is { } digest ? new PersonKey(OwnData, digest)
        : null;

    /// <summary>The hash of what identifies a person without a reference; null where it isn't all there.</summary>
    internal static string? Digest(PersonFields fields)
    {
        if (fields is not { Email: { } email, BirthDate: { } born, Names: [var principal, ..] })
            return null;

        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{email.ToLowerInvariant()}\n{born:yyyy-MM-dd}\n{principal.FullName}"
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
