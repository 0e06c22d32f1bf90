using System.Globalization;
using Enrollment.People;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>
/// Names of people who don't exist, in the scripts that a center in Kazakhstan meets. The same seed gives the same
/// people. The second spelling is listed beside the first, as an identity document would have it, never derived.
/// </summary>
sealed class MadeUpNames(int seed)
{
    static readonly (string Cyrillic, string Latin)[] kazakhGiven =
    [
        ("Нұрлан", "Nurlan"),
        ("Әсел", "Assel"),
        ("Ерлан", "Yerlan"),
        ("Гүлнұр", "Gulnur"),
        ("Қайрат", "Kairat"),
        ("Айгүл", "Aigul"),
        ("Дәурен", "Dauren"),
        ("Жұлдыз", "Zhuldyz"),
        ("Бауыржан", "Bauyrzhan"),
        ("Іңкәр", "Inkar"),
    ];

    static readonly (string Cyrillic, string Latin)[] kazakhFamily =
    [
        ("Серікұлы", "Serikuly"),
        ("Әбілқасым", "Abilkassym"),
        ("Өтебай", "Otebay"),
        ("Жүнісбек", "Zhunisbek"),
        ("Қалиев", "Kaliyev"),
        ("Тілеубек", "Tileubek"),
        ("Мұқанов", "Mukanov"),
        ("Сүлейменов", "Suleimenov"),
        ("Ғабдуллин", "Gabdullin"),
        ("Һәкімжан", "Hakimzhan"),
    ];

    static readonly string[] russianGiven = ["Алексей", "Мария", "Сергей", "Ольга", "Артём", "Юлия", "Фёдор", "Елена"];
    static readonly string[] russianFamily = ["Ковалёв", "Шевченко", "Дьяченко", "Щербак", "Кузьмич", "Цой", "Бойко"];
    static readonly string[] russianPatronymic = ["Игоревич", "Сергеевна", "Эдуардович", "Юрьевна", "Петрович"];

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
        var family = Any(kazakhFamily);
        var given = Any(kazakhGiven);
        return
        [
            Name("Cyrl", $"{family.Cyrillic} {given.Cyrillic}", family.Cyrillic, given.Cyrillic),
            Name("Latn", $"{family.Latin} {given.Latin}", family.Latin, given.Latin),
        ];
    }

    IReadOnlyList<PersonName> Russian()
    {
        var (family, given, patronymic) = (Any(russianFamily), Any(russianGiven), Any(russianPatronymic));
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

    T Any<T>(T[] list) => list[random.Next(list.Length)];
}
