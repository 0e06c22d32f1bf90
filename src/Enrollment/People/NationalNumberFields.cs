using FluentValidation;
using FluentValidation.Results;

namespace Enrollment.People;

/// <summary>What requests about national numbers have in common. No message repeats a number.</summary>
static class NationalNumberFields
{
    internal static void AreKind<T>(AbstractValidator<T> validator, Func<T, NationalNumberKind> kind)
    {
        validator
            .RuleFor(request => kind(request).Country)
            .Matches(@"^[A-Z]{2}\z")
            .WithMessage("Give the two-letter country code (KZ, CN ...).")
            .OverridePropertyName("country");
        validator
            .RuleFor(request => kind(request).Kind)
            .Matches(@"^[a-z][a-z0-9-]{1,39}\z")
            .WithMessage("Give the kind of number in small letters: iin, resident-id, passport ...")
            .OverridePropertyName("kind");
    }

    internal static void AreNumber<T>(
        AbstractValidator<T> validator,
        Func<T, NationalNumberKind> kind,
        Func<T, TypedNumber> number
    ) =>
        validator
            .RuleFor(request => request)
            .Custom(
                (request, context) =>
                {
                    var typed = number(request).Text;
                    // Long texts aren't worth the work of normalizing.
                    var problem =
                        typed.Length <= 100 && NationalNumbers.Normalize(typed) is { } normal
                            ? NationalNumbers.Problem(kind(request), normal)
                            : "This can't be read as a number.";
                    if (problem is not null)
                        context.AddFailure(
                            new ValidationFailure("number", problem) { ErrorCode = "invalid_national_number" }
                        );
                }
            );
}

/// <summary>A person's number as everybody sees it.</summary>
public sealed record NationalNumberView
{
    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string Country { get; init; } = "";
    public string Kind { get; init; } = "";

    /// <summary>Its last characters behind stars.</summary>
    public string Masked { get; init; } = "";
    public int Version { get; init; }
}
