using System.Text.Json;
using CsCheck;
using Enrollment.Tests.Web;
using Enrollment.Web.Tables;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Tables;

/// <summary>What one system gives out another one takes in, and gives out the same.</summary>
public sealed class RoundTripTests : IAsyncLifetime
{
    readonly WebSystem source = new();
    readonly WebSystem target = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Signs that files and programs have their own ideas about, and scripts in both directions.</summary>
    static readonly Gen<string> piece = Gen.OneOf(
        "\"",
        "'",
        "''=",
        ",",
        ";",
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@A1",
        "＝",
        "_x000D_",
        "_x005F_",
        "<b>&amp;",
        "00123",
        "1.5E+11",
        "Дана",
        "Әйгерім",
        "王小明",
        "عائشة",
        "שרה",
        "👩‍🔧",
        "e\u0301",
        "\u200F",
        "\u2028",
        "\uFFFF",
        " ",
        "x"
    );

    static readonly Gen<string> text = piece
        .Array[1, 6]
        .Select(string.Concat)
        .Where(t => t.Trim() == t && t.Length > 0);

    static readonly Gen<string> prose = Gen.OneOf(piece, Gen.OneOf("\n", "\r\n", "\r", "\t"))
        .Array[1, 12]
        .Select(string.Concat)
        .Where(t => !string.IsNullOrWhiteSpace(t));

    static readonly Gen<object> name = Gen.Select(
        Gen.OneOf("Latn", "Cyrl", "Cyrl", "Hans", "Arab", "Hebr"),
        text,
        text.Null(),
        text.Null(),
        (script, full, family, given) =>
            (object)
                new
                {
                    Script = script,
                    FullName = full,
                    Family = family,
                    Given = given,
                }
    );

    static readonly Gen<Applicant> applicant = Gen.Select(
        name.Array[1, 3],
        Gen.Int[0, 46_000].Select(day => new DateOnly(1900, 1, 1).AddDays(day)),
        Gen.Bool,
        prose.Null(),
        (names, born, phone, statement) => new Applicant(names, born, phone ? "+77011234567" : null, statement)
    );

    public async ValueTask InitializeAsync()
    {
        await source.InitializeAsync();
        await target.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await target.DisposeAsync();
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task Export_and_import_into_another_system_give_the_same(string format)
    {
        var number = 0;
        await applicant
            .Array[1, 8]
            .SampleAsync(
                async applicants =>
                {
                    var from = (await new Journey(source).OpenCohortAsync()).CohortId;
                    var to = (await new Journey(target).OpenCohortAsync()).CohortId;
                    foreach (var one in applicants)
                        await ApplyAsync(from, one, $"{format}{Interlocked.Increment(ref number)}@example.org");
                    var file = (await source.Registrar.GetAsync($"/api/v1/cohorts/{from}/applications.{format}")).Bytes;

                    var import = await target.ImportAsync(to, file);
                    var same = await source.ImportAsync(from, file);

                    import.Counts().ShouldBe((applicants.Length, 0, 0, 0), import.Text);
                    same.Counts().ShouldBe((0, 0, applicants.Length, 0), same.Text);
                    (await RowsAsync(target, to)).ShouldBe(await RowsAsync(source, from));
                },
                iter: 10,
                threads: 1
            );
    }

    /// <summary>The rows of the workbook but for what each system gives itself.</summary>
    static async Task<IReadOnlyList<string>> RowsAsync(WebSystem web, Guid cohort)
    {
        var workbook = (await web.Registrar.GetAsync($"/api/v1/cohorts/{cohort}/applications.xlsx")).Bytes;
        return
        [
            .. Sheet
                .Of(workbook)[0]
                .Rows.Select(row => JsonSerializer.Serialize(row.Take((int)ApplicationColumn.Reason))),
        ];
    }

    async Task ApplyAsync(Guid cohort, Applicant applicant, string email)
    {
        var person = new
        {
            applicant.Names,
            BirthDate = applicant.Born,
            Email = email,
            applicant.Phone,
        };
        var made = (await source.Registrar.PostAsync("/api/v1/people", person)).Expect(201);
        var application = new
        {
            PersonId = (Guid)made["id"]!,
            CohortId = cohort,
            applicant.Statement,
        };
        (await source.Registrar.PostAsync("/api/v1/applications", application)).Expect(201);
        Token.ThrowIfCancellationRequested();
    }

    sealed record Applicant(object[] Names, DateOnly Born, string? Phone, string? Statement);
}
