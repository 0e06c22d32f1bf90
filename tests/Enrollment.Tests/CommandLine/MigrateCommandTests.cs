using System.Diagnostics;
using Dapper;
using Enrollment.Storage;
using Enrollment.Tests.Storage;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.CommandLine;

/// <summary>Calls the built program as a person would.</summary>
public sealed class MigrateCommandTests : IDisposable
{
    readonly TemporaryDirectory directory = new();
    readonly StorageOptions options;

    public MigrateCommandTests() => options = new StorageOptions { DataDirectory = directory.File("data") };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Migrate_prints_what_it_applied_and_the_second_call_that_nothing_was_missing()
    {
        var first = await CallAsync();
        first.Code.ShouldBe(0);
        first.Output.ShouldStartWith("V0001__initial.sql\n");

        var second = await CallAsync();
        second.ShouldBe((0, "The database is up to date.\n", ""));
    }

    [Fact]
    public async Task Check_of_a_missing_database_fails_and_creates_nothing()
    {
        var (code, output, error) = await CallAsync("--check");

        code.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldBe("Not yet applied: V0001__initial.sql. Run 'enrollment migrate'.\n");
        Directory.Exists(options.DataDirectory).ShouldBeFalse();
    }

    [Fact]
    public async Task Check_of_a_database_up_to_date_succeeds_and_changes_nothing()
    {
        await CallAsync();
        var before = await File.ReadAllBytesAsync(options.DatabasePath, Token);

        (await CallAsync("--check")).ShouldBe((0, "The database is up to date.\n", ""));

        (await File.ReadAllBytesAsync(options.DatabasePath, Token)).ShouldBe(before);
    }

    [Theory]
    [InlineData("UPDATE changelog SET checksum = 'OTHER' WHERE version = '0001'", "V0001__initial.sql was changed")]
    [InlineData(
        "UPDATE changelog SET version = '9999', name = 'V9999__later.sql' WHERE version = '0001'",
        "newer than"
    )]
    public async Task Check_of_a_database_that_drifted_fails_and_says_how(string drift, string said)
    {
        await CallAsync();
        await using (var connection = Open())
            await connection.ExecuteAsync(drift);

        var (code, output, error) = await CallAsync("--check");

        (code, output).ShouldBe((1, ""));
        error.ShouldContain(said);
        error.Trim().ShouldNotContain('\n');
    }

    [Fact]
    public async Task Check_of_a_file_that_is_no_database_fails_and_leaves_it_alone()
    {
        Directory.CreateDirectory(options.DataDirectory);
        var text = new string('x', 10_000);
        await File.WriteAllTextAsync(options.DatabasePath, text, Token);

        var (code, _, error) = await CallAsync("--check");

        code.ShouldBe(1);
        error.ShouldContain("is no database or is damaged");
        (await File.ReadAllTextAsync(options.DatabasePath, Token)).ShouldBe(text);
    }

    [Theory]
    [InlineData("sqlite", "Id TEXT NOT NULL PRIMARY KEY", ") STRICT;")]
    [InlineData("postgresql", "Id UUID NOT NULL PRIMARY KEY", "CreatedAt TIMESTAMPTZ NOT NULL")]
    [InlineData("sqlserver", "Id CHAR(36) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY", "BIGINT NULL")]
    public async Task A_script_names_the_types_of_its_engine_and_touches_no_database(
        string engine,
        string key,
        string other
    )
    {
        var (code, script, error) = await CallAsync("--script", "--engine", engine);

        (code, error).ShouldBe((0, ""));
        script.ShouldContain(key);
        script.ShouldContain(other);
        script.ShouldNotContain("${");
        Directory.Exists(options.DataDirectory).ShouldBeFalse();
    }

    [Theory]
    [InlineData("--script")]
    [InlineData("--engine", "sqlite")]
    [InlineData("--script", "--engine", "oracle")]
    [InlineData("--script", "--check", "--engine", "sqlite")]
    public async Task Words_that_do_not_belong_together_are_refused(params string[] words)
    {
        var (code, _, error) = await CallAsync(words);

        code.ShouldBe(2);
        error.ShouldNotBeEmpty();
        Directory.Exists(options.DataDirectory).ShouldBeFalse();
    }

    [Fact]
    public void A_database_made_by_the_script_is_the_one_that_the_program_makes_and_takes_its_next_migration()
    {
        var scripts = directory.File("scripts");
        Directory.CreateDirectory(scripts);
        foreach (var file in Directory.GetFiles(Migrator.OwnScripts, "*.sql"))
            File.Copy(file, Path.Combine(scripts, Path.GetFileName(file)));
        Directory.CreateDirectory(options.DataDirectory);
        using (var connection = Open())
            connection.Execute(MigrationScript.For("sqlite", scripts));
        new Migrator(options, scripts).Check().ShouldBeEmpty();

        var byProgram = new StorageOptions { DataDirectory = directory.File("other") };
        new Migrator(byProgram, scripts).Apply();
        Schema(options).ShouldBe(Schema(byProgram));

        File.WriteAllText(Path.Combine(scripts, "V9999__later.sql"), "CREATE TABLE Later (Id ${int} NOT NULL);");
        new Migrator(options, scripts).Apply().ShouldBe(["V9999__later.sql"]);
    }

    [Fact]
    public void A_placeholder_that_no_engine_knows_is_refused()
    {
        var scripts = directory.File("scripts");
        Directory.CreateDirectory(scripts);
        File.WriteAllText(Path.Combine(scripts, "V0001__first.sql"), "CREATE TABLE First (Id ${guide} NOT NULL);");

        Should
            .Throw<MigrationException>(() => MigrationScript.For("sqlserver", scripts))
            .Message.ShouldContain("${guide}");
    }

    static List<string> Schema(StorageOptions of)
    {
        using var connection = new SqliteConnection($"Data Source={of.DatabasePath};Pooling=False");
        return
        [
            .. connection.Query<string>("SELECT sql FROM sqlite_master WHERE tbl_name <> 'changelog' ORDER BY name"),
            .. connection.Query<string>(
                "SELECT CONCAT(version, name, checksum, success) FROM changelog WHERE type = 0"
            ),
            .. connection.Query<string>("SELECT CONCAT(name, type) FROM pragma_table_info('changelog')"),
        ];
    }

    SqliteConnection Open() => new($"Data Source={options.DatabasePath};Pooling=False");

    async Task<(int Code, string Output, string Error)> CallAsync(params string[] words)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "enrollment");
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "migrate" },
        };
        foreach (var word in words.Append($"--Enrollment:DataDirectory={options.DataDirectory}"))
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var error = process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await output, await error);
    }
}
