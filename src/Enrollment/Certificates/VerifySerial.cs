using System.Globalization;
using System.Text;
using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>
/// Answers "is this genuine?" for a serial number and the holder's family name, where the code can't be read. Whatever the
/// name, a number that was issued is never unknown (rule 27). Open to everybody.
/// </summary>
[Requires(Permission.ReadCatalog)]
public sealed record VerifySerial(string Serial, string FamilyName) : IQuery<Verification>;

/// <summary>The same for a number that stands in a credential whose proof was found right. Open to everybody.</summary>
[Requires(Permission.ReadCatalog)]
public sealed record VerifyProvenSerial(string Serial) : IQuery<Verification>;

sealed class VerifySerialValidator : AbstractValidator<VerifySerial>
{
    public VerifySerialValidator()
    {
        RuleFor(v => v.Serial).Text(60);
        RuleFor(v => v.FamilyName).Text(200);
    }
}

sealed class VerifySerialHandler(Db db, TimeProvider time)
    : IRequestHandler<VerifySerial, Result<Verification>>,
        IRequestHandler<VerifyProvenSerial, Result<Verification>>
{
    public async Task<Result<Verification>> Handle(VerifyProvenSerial request, CancellationToken cancellationToken)
    {
        var entry = await db.FindAsync<RegisterEntry>(BySerial, request, cancellationToken);
        return entry?.Answer(time.GetUtcNow()) ?? RegisterEntry.Unknown;
    }

    public async Task<Result<Verification>> Handle(VerifySerial request, CancellationToken cancellationToken)
    {
        var entry = await FindAsync(TypedText.Plain(request.Serial), cancellationToken);
        if (entry is null)
            return RegisterEntry.Unknown;

        var found = entry.Answer(time.GetUtcNow());
        return found.Certificate!.Names.Any(name => Holds(name.Text, request.FamilyName))
            ? found
            : new Verification { Answer = VerificationAnswer.NameDiffers };
    }

    /// <summary>The number as it was typed, or else with the center's code in the case that the center writes it in.</summary>
    async Task<RegisterEntry?> FindAsync(string typed, CancellationToken token)
    {
        var entry = await db.FindAsync<RegisterEntry>(BySerial, new { Serial = typed }, token);
        var year = typed.LastIndexOf('-') is var last and > 0 ? typed.LastIndexOf('-', last - 1) : -1;
        if (entry is not null || year <= 0)
            return entry;

        var codes = await db.QueryAsync<string>(CenterCodes, new { Code = typed[..year].ToUpperInvariant() }, token);
        foreach (var code in codes)
        {
            var serial = new { Serial = code + typed[year..] };
            if (await db.FindAsync<RegisterEntry>(BySerial, serial, token) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>
    /// Whether a printed name has the typed one among its parts, at any place: which part is the family name differs from
    /// country to country. Case, accents and widths don't matter; a name written without blanks may be typed as it begins.
    /// </summary>
    internal static bool Holds(string printed, string typed)
    {
        var (name, part) = (Plain(printed), Plain(typed));
        return part.Length > 0
            && (
                $" {name} ".Contains($" {part} ", StringComparison.Ordinal)
                || (!name.Contains(' ', StringComparison.Ordinal) && name.StartsWith(part, StringComparison.Ordinal))
            );
    }

    static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormKD).ToUpperInvariant())
        {
            if (char.IsLetterOrDigit(letter))
                plain.Append(letter);
            else if (char.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark && plain is [.., not ' '])
                plain.Append(' ');
        }

        return plain.ToString().TrimEnd();
    }

    internal static readonly Sql CenterCodes = new("SELECT Code FROM Centers WHERE UPPER(Code) = @Code ORDER BY Code");

    internal static readonly Sql BySerial = new(
        $"{RegisterEntry.Select} WHERE t.Serial = @Serial {RegisterEntry.Public}"
    );
}
