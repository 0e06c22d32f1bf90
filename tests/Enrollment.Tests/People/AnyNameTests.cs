using System.Text;
using CsCheck;
using Enrollment.People;
using Enrollment.Web.People;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.People;

/// <summary>A name is entered as the document has it (rule 11); reading it for the search never stands in the way.</summary>
public sealed class AnyNameTests : IDisposable
{
    readonly IcuRomanizer romanizer = new();

    static readonly Gen<string> piece = Gen.Frequency(
        (3, Gen.Int[0x20, 0x2FFFF].Where(c => c is < 0xD800 or > 0xDFFF).Select(c => new Rune(c).ToString())),
        (1, Gen.Char['a', 'z'].Select(c => c.ToString())),
        (1, Gen.Int[0x4E00, 0x9FFF].Select(c => ((char)c).ToString())),
        (1, Gen.Int[0x0600, 0x06FF].Select(c => ((char)c).ToString())),
        (1, Gen.Int[0, 7].Select(i => new[] { " ", "-", "'", ",", "\u0301", "\u200F", "\u2028", "\uFFFF" }[i]))
    );

    static readonly Gen<string> name = piece.Array[1, 12].Select(string.Concat);

    [Fact]
    public void Any_name_that_can_be_entered_can_be_read() =>
        Gen.Select(name, name.Null(), name.Null())
            .Sample(
                (full, family, given) =>
                {
                    var fields = new PersonFields
                    {
                        Names =
                        [
                            new PersonName
                            {
                                Script = "Latn",
                                FullName = full,
                                Family = family,
                                Given = given,
                            },
                        ],
                        BirthDate = new DateOnly(2000, 2, 29),
                    };
                    var keys = MatchKeys.Of(PersonEvidence.Of(Guid.Empty, fields, romanizer, new PhoneNumberPlans()));
                    return keys.Distinct().Count() == keys.Count;
                },
                iter: 20_000
            );

    [Fact]
    public void A_long_name_is_read_to_its_end() =>
        romanizer.ToLatin(string.Concat(Enumerable.Repeat("庄", 200))).Count(c => c == 'z').ShouldBe(200);

    public void Dispose() => romanizer.Dispose();
}
