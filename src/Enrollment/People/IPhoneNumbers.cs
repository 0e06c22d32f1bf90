namespace Enrollment.People;

/// <summary>Reads telephone numbers by the numbering plans of the countries.</summary>
public interface IPhoneNumbers
{
    /// <param name="typed">As a person typed it, with blanks, hyphens, brackets or without.</param>
    /// <param name="country">
    /// Whose number it is where it stands without + and a country code: ISO 3166-1 alpha-2. Null, or one that has no
    /// numbering plan: then only the international form says which number it is.
    /// </param>
    PhoneReading Read(string typed, string? country);
}

/// <summary>What a typed telephone number can be.</summary>
/// <param name="IsPossible">
/// Whether its digits are as many as a number has there; whether it is in use nobody can tell. Of a national number
/// without a country: whether it has as many as one anywhere.
/// </param>
/// <param name="International">The digits of the international form (E.164) without its +; null where nobody can tell it.</param>
public readonly record struct PhoneReading(bool IsPossible, string? International);
