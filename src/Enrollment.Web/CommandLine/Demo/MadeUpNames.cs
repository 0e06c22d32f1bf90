using System.Globalization;
using Enrollment.People;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>
/// Names of people who don't exist, in the scripts that a center in Kazakhstan meets. The same seed gives the same
/// people. The second spelling is listed beside the first, as an identity document would have it, never derived.
/// </summary>
sealed class MadeUpNames(int seed)
{
    static readonly ByGender<Spelling>[] kazakhGiven =
    [
        new(new("Нұрлан", "Nurlan"), new("Әсел", "Assel")),
        new(new("Ерлан", "Yerlan"), new("Гүлнұр", "Gulnur")),
        new(new("Қайрат", "Kairat"), new("Айгүл", "Aigul")),
        new(new("Дәурен", "Dauren"), new("Жұлдыз", "Zhuldyz")),
        new(new("Бауыржан", "Bauyrzhan"), new("Іңкәр", "Inkar")),
    ];

    static readonly ByGender<Spelling>[] kazakhFamily =
    [
        new(new("Серікұлы", "Serikuly"), new("Серікқызы", "Serikkyzy")),
        new(new("Қалиев", "Kaliyev"), new("Қалиева", "Kaliyeva")),
        new(new("Мұқанов", "Mukanov"), new("Мұқанова", "Mukanova")),
        new(new("Сүлейменов", "Suleimenov"), new("Сүлейменова", "Suleimenova")),
        new(new("Ғабдуллин", "Gabdullin"), new("Ғабдуллина", "Gabdullina")),
        Same(new Spelling("Әбілқасым", "Abilkassym")),
        Same(new Spelling("Өтебай", "Otebay")),
        Same(new Spelling("Жүнісбек", "Zhunisbek")),
        Same(new Spelling("Тілеубек", "Tileubek")),
        Same(new Spelling("Һәкімжан", "Hakimzhan")),
    ];

    static readonly ByGender<string>[] russianGiven =
    [
        new("Алексей", "Мария"),
        new("Сергей", "Ольга"),
        new("Артём", "Юлия"),
        new("Фёдор", "Елена"),
    ];

    static readonly ByGender<string>[] russianFamily =
    [
        new("Ковалёв", "Ковалёва"),
        Same("Шевченко"),
        Same("Дьяченко"),
        Same("Щербак"),
        Same("Кузьмич"),
        Same("Цой"),
        Same("Бойко"),
    ];

    static readonly ByGender<string>[] russianPatronymic =
    [
        new("Игоревич", "Игоревна"),
        new("Сергеевич", "Сергеевна"),
        new("Эдуардович", "Эдуардовна"),
        new("Юрьевич", "Юрьевна"),
        new("Петрович", "Петровна"),
    ];

    static readonly (string Han, string Latin)[] chineseFamily =
    [
        ("王", "Wang"),
        ("李", "Li"),
        ("张", "Zhang"),
        ("刘", "Liu"),
        ("欧阳", "Ouyang"),
        ("赵", "Zhao"),
    ];

    static readonly (string Han, string Latin)[] chineseGiven =
    [
        ("伟", "Wei"),
        ("芳", "Fang"),
        ("秀英", "Xiuying"),
        ("建国", "Jianguo"),
        ("晓明", "Xiaoming"),
        ("丽", "Li"),
    ];

    static readonly string[] latinGiven = ["Anna", "José", "Søren", "Zoë", "Łukasz", "Priya", "Mehmet", "Chloé"];
    static readonly string[] latinFamily = ["Müller", "Garcia", "O'Neill", "Nowak", "Çelik", "Sharma", "Lindström"];

    readonly Random random = new(seed);
    int people;

    internal PersonFields Next()
    {
        var (language, spellings) = random.Next(10) switch
        {
            < 4 => (WritingLanguage.Kazakh, Kazakh()),
            < 7 => (WritingLanguage.Russian, Russian()),
            < 9 => (WritingLanguage.Chinese, Chinese()),
            _ => (WritingLanguage.English, Latin()),
        };
        return new PersonFields
        {
            Names = spellings,
            BirthDate = new DateOnly(1985, 1, 1).AddDays(random.Next(20 * 365)),
            // Now and then somebody has none.
            Email = ++people % 25 == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"p{people}@example.org"),
            Language = language,
        };
    }

    IReadOnlyList<PersonName> Kazakh()
    {
        var isWoman = IsWoman();
        var (family, given) = (Any(kazakhFamily).Of(isWoman), Any(kazakhGiven).Of(isWoman));
        return
        [
            Name("Cyrl", $"{family.Cyrillic} {given.Cyrillic}", family.Cyrillic, given.Cyrillic),
            Name("Latn", $"{family.Latin} {given.Latin}", family.Latin, given.Latin),
        ];
    }

    IReadOnlyList<PersonName> Russian()
    {
        var isWoman = IsWoman();
        var (family, given) = (Any(russianFamily).Of(isWoman), Any(russianGiven).Of(isWoman));
        var patronymic = Any(russianPatronymic).Of(isWoman);
        var name = Name("Cyrl", $"{family} {given} {patronymic}", family, given);
        return [name with { Patronymic = patronymic }];
    }

    IReadOnlyList<PersonName> Chinese()
    {
        var family = Any(chineseFamily);
        var given = Any(chineseGiven);
        return
        [
            Name("Hans", family.Han + given.Han, family.Han, given.Han),
            Name("Latn", $"{family.Latin} {given.Latin}", family.Latin, given.Latin),
        ];
    }

    IReadOnlyList<PersonName> Latin()
    {
        var (given, family) = (Any(latinGiven), Any(latinFamily));
        return [Name("Latn", $"{given} {family}", family, given)];
    }

    static PersonName Name(string script, string full, string family, string given) =>
        new()
        {
            Script = script,
            FullName = full,
            Family = family,
            Given = given,
        };

    static ByGender<T> Same<T>(T name) => new(name, name);

    bool IsWoman() => random.Next(2) == 1;

    T Any<T>(T[] list) => list[random.Next(list.Length)];

    sealed record Spelling(string Cyrillic, string Latin);

    /// <summary>Names of persons agree with each other in the languages that have forms for it.</summary>
    sealed record ByGender<T>(T Man, T Woman)
    {
        internal T Of(bool isWoman) => isWoman ? Woman : Man;
    }
}
