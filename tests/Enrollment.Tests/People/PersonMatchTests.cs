using CsCheck;
using Enrollment.People;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Enrollment.Web.People;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.People;

/// <summary>What counts as the same name in other letters, and what two records speak for.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class PersonMatchTests : IDisposable
{
    static readonly DateOnly born = new(1998, 4, 17);

    readonly IcuRomanizer romanizer = new();
    readonly PhoneNumberPlans phones = new();

    [Theory]
    // Passports by ICAO Doc 9303, the GOST systems, and habits.
    [InlineData("Юлия Щербакова", "Yuliya Shcherbakova")]
    [InlineData("Юлия Щербакова", "Iuliia Shcherbakova")]
    [InlineData("Юлия Щербакова", "Julia Scherbakova")]
    [InlineData("Дмитрий Хабаров", "Dmitry Khabarov")]
    [InlineData("Дмитрий Хабаров", "Dmitrii Habarov")]
    [InlineData("Фёдор Царёв", "Fedor Tsarev")]
    [InlineData("Фёдор Царёв", "Fyodor Tsaryov")]
    [InlineData("Елена Жукова", "Yelena Zhukova")]
    [InlineData("Елена Жукова", "Elena Žukova")]
    [InlineData("Александр Ким", "Alexandr Kim")]
    [InlineData("Ксения Цой", "Xenia Tsoy")]
    // Kazakh: passport letters, the alphabets of 2018 and 2021.
    [InlineData("Нұргүл Қайратқызы", "Nurgul Kairatkyzy")]
    [InlineData("Нұргүл Қайратқызы", "Nurgúl Qaıratqyzy")]
    [InlineData("Нұргүл Қайратқызы", "Nūrgül Qairatqyzy")]
    [InlineData("Жанар Ғабитова", "Zhanar Gabitova")]
    [InlineData("Жанар Ғабитова", "Janar Ğabitova")]
    [InlineData("Шыңғыс Өмірбек", "Shyngys Omirbek")]
    [InlineData("Әлия Ұлықбек", "Aliya Ulykbek")]
    // Chinese: either order, with and without spaces and tone marks.
    [InlineData("王小明", "Wang Xiaoming")]
    [InlineData("王小明", "Xiao Ming Wang")]
    [InlineData("王小明", "WÁNG Xiǎo-Míng")]
    [InlineData("欧阳娜娜", "Nana Ouyang")]
    [InlineData("曾志伟", "Zeng Zhiwei")]
    // Case, width, order.
    [InlineData("AKHMETOVA Dana", "Dana Akhmetova")]
    [InlineData("Ｄａｎａ Ａｋｈｍｅｔｏｖａ", "Dana Akhmetova")]
    public void One_name_in_other_letters_agrees_and_shares_a_key(string one, string other)
    {
        var (a, b) = (Person(one), Person(other));

        NameAgreement.Of(a.Names[0], b.Names[0]).Words.ShouldBe([Agreement.Equal, Agreement.Equal]);
        MatchKeys.Of(a).Intersect(MatchKeys.Of(b)).ShouldContain(key => key.Kind == MatchKeyKind.Name);
    }

    [Theory]
    [InlineData("محمد علي", "Muhammad Ali")]
    [InlineData("محمد علي", "Mohamed Aly")]
    [InlineData("فاطمة الحسن", "Fatima al-Hassan")]
    public void An_Arabic_name_agrees_by_its_consonants(string one, string other)
    {
        var (a, b) = (Person(one), Person(other));

        NameAgreement.Of(a.Names[0], b.Names[0]).Words.ShouldAllBe(word => word != Agreement.Different);
        PersonMatch.Score(a, b).Certainty.ShouldNotBeNull();
        MatchKeys.Of(a).Intersect(MatchKeys.Of(b)).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("Дана Ахметова", "Асель Ахметова")]
    [InlineData("OU student 28400", "OU student 28401")]
    [InlineData("王小明", "王大伟")]
    public void Other_names_do_not_agree(string one, string other) =>
        NameAgreement.Of(Person(one).Names[0], Person(other).Names[0]).Words.ShouldContain(Agreement.Different);

    [Theory]
    [InlineData("Ахметова Дана Сериковна", "Dana Akhmetova", true)]
    [InlineData("Ахметова Дана Сериковна", "Dana Serikovna Akhmetova", true)]
    [InlineData("Ахметова Дана Сериковна", "Dana Maratovna Akhmetova", false)]
    public void A_patronymic_may_be_missing_and_speaks_against_where_it_differs(
        string one,
        string other,
        bool likely
    ) => (PersonMatch.Score(Person(one), Person(other)).Certainty == MatchCertainty.Likely).ShouldBe(likely);

    [Theory]
    [InlineData("1998-04-17", Agreement.Equal)]
    [InlineData("1998-04-11", Agreement.Close)]
    [InlineData("1989-04-17", Agreement.Close)]
    [InlineData("1997-03-17", Agreement.Different)]
    public void A_slip_in_a_birth_date_is_close(string date, Agreement agreement) =>
        BirthDates.Compare(born, DateOnly.Parse(date, null)).ShouldBe(agreement);

    [Fact]
    public void Day_and_month_in_the_other_order_are_close() =>
        BirthDates.Compare(new DateOnly(1998, 4, 7), new DateOnly(1998, 7, 4)).ShouldBe(Agreement.Close);

    [Fact]
    public void The_same_number_and_birth_date_are_one_person_whatever_the_name()
    {
        var number = (new NationalNumberKind("KZ", "iin"), (IReadOnlyList<string>)["h"]);
        var (a, b) = (
            Person("Dana Akhmetova") with
            {
                Numbers = [number],
            },
            Person("Li Wei") with
            {
                Numbers = [number],
            }
        );

        PersonMatch.Score(a, b).Certainty.ShouldBe(MatchCertainty.Definite);
        PersonMatch.Score(a, b with { BirthDate = born.AddYears(9) }).Certainty.ShouldBe(MatchCertainty.Possible);
    }

    [Fact]
    public void Twins_with_one_telephone_are_not_proposed_and_a_registration_twice_is()
    {
        var twin = Person("Акимова Дана Сериковна", phone: "+77011234567");
        var other = Person("Акимова Мадина Сериковна", phone: "+77011234567");

        PersonMatch.Score(twin, other).Certainty.ShouldBeNull();
        PersonMatch
            .Score(twin, Person("Dana Akimova", phone: "+77011234567"))
            .Certainty.ShouldBe(MatchCertainty.Likely);
    }

    [Fact]
    public void Namesakes_with_other_birth_dates_are_not_proposed() =>
        PersonMatch
            .Score(Person("Dana Akhmetova"), Person("Dana Akhmetova") with { BirthDate = new DateOnly(1991, 12, 3) })
            .Certainty.ShouldBeNull();

    [Theory]
    [InlineData("Dana.Akhmetova+courses@GMail.com", "danaakhmetova@gmail.com")]
    [InlineData("D.A+x@Example.org", "d.a@example.org")]
    public void An_address_is_compared_without_case_and_tag(string typed, string normal) =>
        PersonEvidence.NormalEmail(typed).ShouldBe(normal);

    [Fact]
    public void A_score_is_the_same_from_both_sides_and_best_with_itself() =>
        Gen.Select(Gen.Int[0, names.Length - 1], Gen.Int[0, names.Length - 1], Gen.Int[0, 20_000], Gen.Int[0, 20_000])
            .Sample(
                (i, j, day, otherDay) =>
                {
                    var a = Person(names[i]) with { BirthDate = new DateOnly(1960, 1, 1).AddDays(day) };
                    var b = Person(names[j]) with { BirthDate = new DateOnly(1960, 1, 1).AddDays(otherDay) };
                    PersonMatch.Score(a, b).Bits.ShouldBe(PersonMatch.Score(b, a).Bits, 1e-9);
                    PersonMatch.Score(a, a).Bits.ShouldBeGreaterThanOrEqualTo(PersonMatch.Score(a, b).Bits);
                },
                iter: 2_000
            );

    /// <summary>Whatever is typed: no text makes the comparison fail.</summary>
    [Fact]
    public void Any_text_that_can_be_stored_can_be_compared() =>
        Gen.String[1, 30]
            .Where(text => text.All(c => !char.IsSurrogate(c)))
            .Sample(text => MatchKeys.Of(Person(text)).ShouldNotBeNull(), iter: 3_000);

    static readonly string[] names =
    [
        "Юлия Щербакова",
        "Dana Akhmetova",
        "王小明",
        "محمد علي",
        "Suharto",
        "Wang Xiao Ming",
        "Нұргүл Қайратқызы",
        "Ана Мария Фернандес Лопес",
    ];

    PersonEvidence Person(string name, string? phone = null) =>
        PersonEvidence.Of(
            Guid.CreateVersion7(),
            new PersonFields
            {
                Names = [new PersonName { Script = "Zyyy", FullName = name }],
                BirthDate = born,
                Phone = phone,
            },
            romanizer,
            phones
        );

    public void Dispose() => romanizer.Dispose();
}
