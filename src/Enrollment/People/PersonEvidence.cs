using System.Security.Cryptography;
using System.Text;

namespace Enrollment.People;

/// <summary>What a record tells of who somebody is, in the forms that are compared.</summary>
sealed record PersonEvidence
{
    internal required Guid Id { get; init; }

    /// <summary>The record's, as it was read; 0 where it wasn't.</summary>
    internal int Version { get; init; }
    internal required IReadOnlyList<NameForm> Names { get; init; }

    /// <summary>The names as they are written.</summary>
    internal IReadOnlyList<PersonName> Spellings { get; init; } = [];
    internal DateOnly? BirthDate { get; init; }
    internal string? Email { get; init; }
    internal string? Phone { get; init; }

    /// <summary>Every hash that a number of the kind may be stored by.</summary>
    internal IReadOnlyList<(NationalNumberKind Kind, IReadOnlyList<string> Hashes)> Numbers { get; init; } = [];

    internal static PersonEvidence Of(Guid id, PersonFields fields, INameRomanizer romanizer, IPhoneNumbers phones) =>
        new()
        {
            Id = id,
            Names = [.. fields.Names.Select(name => NameForm.Of(name, romanizer))],
            Spellings = fields.Names,
            BirthDate = fields.BirthDate,
            Email = NormalEmail(fields.Email),
            Phone = NormalPhone(fields, phones),
        };

    /// <summary>A hash of all that is compared: it stays where an edit changes nothing of that.</summary>
    internal string Fingerprint()
    {
        var names = Names.Select(name =>
            string.Join(' ', name.Divisions[0].Select(word => word.Sounds).Order(StringComparer.Ordinal))
            + $"/{name.Patronymic?.Sounds}"
        );
        var numbers = Numbers.Select(number => $"{number.Kind} {number.Hashes[0]}");
        var text = string.Join(
            '\n',
            [.. names.Order(StringComparer.Ordinal), $"{BirthDate:yyyy-MM-dd}", Email, Phone, .. numbers]
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>In small letters without a +tag; the dots that one large provider ignores are ignored.</summary>
    internal static string? NormalEmail(string? email)
    {
        if (email is null || email.LastIndexOf('@') is var at && at < 1)
            return null;

        var (name, domain) = (email[..at].ToLowerInvariant(), email[(at + 1)..].ToLowerInvariant());
        if (name.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus)
            name = name[..plus];
        return domain is "gmail.com" or "googlemail.com"
            ? $"{name.Replace(".", "", StringComparison.Ordinal)}@gmail.com"
            : $"{name}@{domain}";
    }

    /// <summary>
    /// The digits of the international form (E.164). What was entered as such before it was looked at closely is taken as
    /// it stands.
    /// </summary>
    static string? NormalPhone(PersonFields fields, IPhoneNumbers phones) =>
        fields.Phone is not { } phone ? null
        : phones.Read(phone, fields.PhoneCountry).International is { } international ? international
        : phone.StartsWith('+') ? string.Concat(phone.Where(char.IsAsciiDigit))
        : null;
}
