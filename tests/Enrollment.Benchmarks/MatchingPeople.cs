using Enrollment.People;

namespace Enrollment.Benchmarks;

/// <summary>
/// Made-up people of whom it is known who is who: Kazakh, Russian, Chinese and others, with the common names common. Every
/// fiftieth is a registration of an earlier one again, changed as people and forms change it; every fortieth a twin or
/// namesake of one. The same seed makes the same people.
/// </summary>
sealed class MatchingPeople(int seed)
{
    static readonly (string Cyrillic, string[] Latin)[] families =
    [
        ("Ахметова", ["Akhmetova", "Ahmetova"]),
        ("Сейтжанова", ["Seitzhanova", "Seytzhanova"]),
        ("Щербакова", ["Shcherbakova", "Scherbakova"]),
        ("Жұмабаева", ["Zhumabayeva", "Jumabaeva"]),
        ("Цой", ["Tsoy", "Tsoi"]),
        ("Ғабитова", ["Gabitova", "Ğabitova"]),
        ("Хасанова", ["Khasanova", "Hasanova"]),
        ("Оспанова", ["Ospanova"]),
        ("Қайратова", ["Kairatova", "Qairatova"]),
        ("Ким", ["Kim"]),
        ("Иванова", ["Ivanova"]),
        ("Петрова", ["Petrova"]),
        ("Әбенова", ["Abenova", "Äbenova"]),
        ("Юсупова", ["Yusupova", "Iusupova"]),
        ("Мұратова", ["Muratova"]),
        ("Нұрланова", ["Nurlanova"]),
    ];

    static readonly (string Cyrillic, string[] Latin)[] givens =
    [
        ("Юлия", ["Yuliya", "Iuliia", "Julia"]),
        ("Дана", ["Dana"]),
        ("Нұргүл", ["Nurgul", "Nūrgül"]),
        ("Жанар", ["Zhanar", "Janar"]),
        ("Әлия", ["Aliya", "Aliia"]),
        ("Мадина", ["Madina"]),
        ("Асель", ["Assel", "Asel"]),
        ("Айгерим", ["Aigerim", "Aygerim"]),
        ("Наталья", ["Natalya", "Nataliia"]),
        ("Елена", ["Yelena", "Elena"]),
        ("Шолпан", ["Sholpan"]),
        ("Гүлнар", ["Gulnar"]),
        ("Динара", ["Dinara"]),
        ("Камила", ["Kamila"]),
    ];

    static readonly (string Han, string Latin)[] chineseFamilies =
    [
        ("王", "Wang"),
        ("李", "Li"),
        ("张", "Zhang"),
        ("刘", "Liu"),
        ("陈", "Chen"),
        ("欧阳", "Ouyang"),
        ("曾", "Zeng"),
    ];

    static readonly (string Han, string Latin)[] chineseSyllables =
    [
        ("小", "xiao"),
        ("明", "ming"),
        ("伟", "wei"),
        ("芳", "fang"),
        ("娜", "na"),
        ("国", "guo"),
        ("丽", "li"),
        ("强", "qiang"),
        ("洋", "yang"),
        ("静", "jing"),
        ("磊", "lei"),
        ("军", "jun"),
    ];

    static readonly string[] endings = ["", "", "", "", "бек", "жан", "тай", "гүл", "нұр", "сұлу"];
    static readonly string[] latinEndings = ["", "", "", "", "bek", "zhan", "tai", "gul", "nur", "sulu"];

#pragma warning disable CA5394 // Made up, and the same each time.
    readonly Random random = new(seed);

    /// <summary>A person's facts before anybody writes them down.</summary>
    sealed record Truth
    {
        internal required (string Native, string[] Latin) Family { get; init; }
        internal required (string Native, string[] Latin) Given { get; init; }
        internal bool IsChinese { get; init; }
        internal DateOnly Born { get; init; }
        internal string? Email { get; init; }
        internal string? Phone { get; init; }
    }

    /// <summary>What was registered; <paramref name="Same"/> is the place of the earlier record of the same person.</summary>
    internal sealed record Registered(PersonFields Fields, int? Same);

    internal IEnumerable<Registered> Make(int count)
    {
        var truths = new List<Truth>(count);
        var firstOf = new List<int>(count);
        for (var n = 0; n < count; n++)
        {
            var again = n > 100 && n % 50 == 0;
            var near = n > 100 && n % 40 == 7;
            var other = random.Next(Math.Max(1, n));
            // A person who registers a third time does so after the first one.
            other = again || near ? firstOf[other] : other;
            var truth =
                again ? truths[other]
                : near ? Near(truths[other])
                : New(n);
            truths.Add(truth);
            firstOf.Add(again ? other : n);
            yield return new Registered(
                again ? Changed(truth) : Written(truth, random.Next(3) == 0),
                again ? other : null
            );
        }
    }

    Truth New(int n)
    {
        var chinese = random.Next(5) == 0;
        return new Truth
        {
            IsChinese = chinese,
            Family = chinese ? Chinese(Skewed(chineseFamilies)) : Lengthened(Skewed(families)),
            Given = chinese ? ChineseGiven() : Lengthened(Skewed(givens)),
            Born = new DateOnly(1970, 1, 1).AddDays(random.Next(14_000)),
            Email = random.Next(10) < 6 ? $"p{n}@example.org" : null,
            Phone = random.Next(10) < 7 ? $"+7701{n:d7}" : null,
        };
    }

    /// <summary>A twin with the family's telephone, or a namesake who was born on another day.</summary>
    Truth Near(Truth of) =>
        random.Next(2) == 0
            ? of with
            {
                Given = of.IsChinese ? ChineseGiven() : Lengthened(Skewed(givens)),
                Email = random.Next(3) == 0 ? of.Email : null,
            }
            : of with
            {
                Born = new DateOnly(1970, 1, 1).AddDays(random.Next(14_000)),
                Email = null,
                Phone = null,
            };

    /// <summary>Registered again: other letters, another order, slips, and what is left out or new.</summary>
    PersonFields Changed(Truth truth)
    {
        var fields = Written(
            truth with
            {
                Born = random.Next(12) == 0 ? Slip(truth.Born) : truth.Born,
                Email = random.Next(2) == 0 ? truth.Email : null,
                Phone = random.Next(2) == 0 ? truth.Phone : null,
                Family = random.Next(8) == 0 ? Slip(truth.Family) : truth.Family,
                Given = random.Next(12) == 0 ? Slip(truth.Given) : truth.Given,
            },
            latin: random.Next(2) == 0
        );
        return random.Next(25) == 0 ? fields with { BirthDate = null } : fields;
    }

    PersonFields Written(Truth truth, bool latin)
    {
        var (family, given) = latin
            ? (Pick(truth.Family.Latin), Pick(truth.Given.Latin))
            : (truth.Family.Native, truth.Given.Native);
        var between = truth.IsChinese && !latin ? "" : " ";
        var swapped = random.Next(3) == 0 && between.Length > 0;
        return new PersonFields
        {
            Names =
            [
                new PersonName
                {
                    Script =
                        latin ? "Latn"
                        : truth.IsChinese ? "Hans"
                        : "Cyrl",
                    FullName = swapped ? $"{given}{between}{family}" : $"{family}{between}{given}",
                },
            ],
            BirthDate = truth.Born,
            Email = truth.Email,
            Phone = truth.Phone,
        };
    }

    DateOnly Slip(DateOnly day) =>
        random.Next(2) == 0 && day.Day <= 12
            ? new DateOnly(day.Year, day.Day, day.Month)
            : day.AddDays(day.Day % 10 == 9 ? -1 : 1);

    (string, string[]) Slip((string Native, string[] Latin) name) => (Slip(name.Native), [.. name.Latin.Select(Slip)]);

    /// <summary>A letter left out, or two in the other order.</summary>
    string Slip(string name)
    {
        if (name.Length < 4)
            return name;

        var at = random.Next(1, name.Length - 2);
        return random.Next(2) == 0 ? name.Remove(at, 1) : $"{name[..at]}{name[at + 1]}{name[at]}{name[(at + 2)..]}";
    }

    /// <summary>The longer the list goes on, the rarer: as names are.</summary>
    T Skewed<T>(T[] items) => items[(int)(items.Length * Math.Pow(random.NextDouble(), 1.6))];

    T Pick<T>(T[] items) => items[random.Next(items.Length)];

    /// <summary>More names than a list holds: stems with endings, and a middle that is nearly a person's own.</summary>
    (string, string[]) Lengthened((string Cyrillic, string[] Latin) name)
    {
        var ending = random.Next(endings.Length);
        var middle = random.Next(40);
        var (cyrillic, latin) = middle < 10 ? ("", "") : middles[middle - 10];
        return (
            name.Cyrillic[..1] + cyrillic + name.Cyrillic[1..] + endings[ending],
            [.. name.Latin.Select(l => l[..1] + latin + l[1..] + latinEndings[ending])]
        );
    }

    static readonly (string, string)[] middles =
    [
        .. from consonant in new[] { ("р", "r"), ("л", "l"), ("м", "m"), ("б", "b"), ("к", "k"), ("с", "s") }
        from vowel in new[] { ("а", "a"), ("е", "e"), ("и", "i"), ("о", "o"), ("у", "u") }
        select (vowel.Item1 + consonant.Item1, vowel.Item2 + consonant.Item2),
    ];

    static (string, string[]) Chinese((string Han, string Latin) name) => (name.Han, [name.Latin]);

    (string, string[]) ChineseGiven()
    {
        var (one, other) = (Pick(chineseSyllables), Pick(chineseSyllables));
        var first = char.ToUpperInvariant(one.Latin[0]) + one.Latin[1..];
        return (one.Han + other.Han, [first + other.Latin, $"{first} {other.Latin}"]);
    }
#pragma warning restore CA5394
}
