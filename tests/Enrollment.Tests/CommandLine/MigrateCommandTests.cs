using System.Diagnostics;
using System.Text.RegularExpressions;
using Dapper;
using Enrollment.Storage;
using Enrollment.Storage.Migrations;
using Enrollment.Tests.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.CommandLine;

/// <summary>Calls the built program as a person would.</summary>
public sealed partial class MigrateCommandTests : IDisposable
{
    readonly TemporaryDirectory directory = new();
    readonly TestDatabase database = new(migrated: false);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    StorageOptions Options => database.Options;

    Engine Engine => MigrationTarget.Of(Options).Engine;

    /// <summary>The names of the program's own migrations, in their order.</summary>
    IEnumerable<string> Own => MigrationFile.ReadAll(Migrator.OwnScripts, Engine.Name).Select(file => file.Name);

    public void Dispose()
    {
        database.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task Migrate_prints_what_it_applied_and_the_second_call_that_nothing_was_missing()
    {
        (await CallAsync()).ShouldBe((0, string.Concat(Own.Select(name => $"{name}\n")), ""));

        (await CallAsync()).ShouldBe((0, "The database is up to date.\n", ""));
    }

    [Fact]
    public async Task Check_of_a_new_database_fails_and_creates_nothing()
    {
        var (code, output, error) = await CallAsync("--check");

        code.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldBe($"Not yet applied: {string.Join(", ", Own)}. Run 'enrollment migrate'.\n");
        ShouldBeUntouched();
    }

    [Fact]
    public async Task Check_of_a_database_up_to_date_succeeds_and_changes_nothing()
    {
        await CallAsync();
        var before = database.Schema();

        (await CallAsync("--check")).ShouldBe((0, "The database is up to date.\n", ""));

        database.Schema().ShouldBe(before);
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
        await using (var connection = database.Open())
            await connection.ExecuteAsync(drift);

        var (code, output, error) = await CallAsync("--check");

        (code, output).ShouldBe((1, ""));
        error.ShouldContain(said);
        error.Trim().ShouldNotContain('\n');
    }

    [Fact]
    [OnlyOn(DatabaseEngine.Sqlite)]
    public async Task Check_of_a_file_that_is_no_database_fails_and_leaves_it_alone()
    {
        Directory.CreateDirectory(Options.DataDirectory);
        var text = new string('x', 10_000);
        await File.WriteAllTextAsync(Options.DatabasePath, text, Token);

        var (code, _, error) = await CallAsync("--check");

        code.ShouldBe(1);
        error.ShouldContain("is no database or is damaged");
        (await File.ReadAllTextAsync(Options.DatabasePath, Token)).ShouldBe(text);
    }

    [Theory]
    [OnlyOn(DatabaseEngine.Sqlite)]
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
        ShouldBeUntouched();
    }

    [Theory]
    [OnlyOn(DatabaseEngine.Sqlite)]
    [InlineData("--script")]
    [InlineData("--engine", "sqlite")]
    [InlineData("--script", "--engine", "oracle")]
    [InlineData("--script", "--check", "--engine", "sqlite")]
    public async Task Words_that_do_not_belong_together_are_refused(params string[] words)
    {
        var (code, _, error) = await CallAsync(words);

        code.ShouldBe(2);
        error.ShouldNotBeEmpty();
        ShouldBeUntouched();
    }

    [Fact]
    public void A_database_made_by_the_script_is_the_one_that_the_program_makes_and_takes_its_next_migration()
    {
        var scripts = CopyOfOwn();
        Directory.CreateDirectory(Options.DataDirectory);
        MigrationTarget.Of(Options).Create();
        using (var connection = database.Open())
        {
            // GO isn't SQL: at it the tools for SQL Server cut a script into batches.
            var batches = BatchEnd().Split(MigrationScript.For(Engine.Name, scripts));
            foreach (var batch in batches.Where(batch => !string.IsNullOrWhiteSpace(batch)))
                connection.Execute(batch);
        }
        new Migrator(Options, scripts).Check().ShouldBeEmpty();

        using var byProgram = new TestDatabase(migrated: false);
        new Migrator(byProgram.Options, scripts).Apply();
        database.Schema().ShouldBe(byProgram.Schema());

        File.WriteAllText(Path.Combine(scripts, "V9999__later.sql"), "CREATE TABLE Later (Id ${int} NOT NULL);");
        new Migrator(Options, scripts).Apply().ShouldBe(["V9999__later.sql"]);
    }

    [Fact]
    [OnlyOn(DatabaseEngine.Sqlite)]
    public void A_placeholder_that_no_engine_knows_is_refused()
    {
        var scripts = directory.File("scripts");
        Directory.CreateDirectory(scripts);
        File.WriteAllText(Path.Combine(scripts, "V0001__first.sql"), "CREATE TABLE First (Id ${guide} NOT NULL);");

        Should
            .Throw<MigrationException>(() => MigrationScript.For("sqlserver", scripts))
            .Message.ShouldContain("${guide}");
    }

    void ShouldBeUntouched()
    {
        Directory.Exists(Options.DataDirectory).ShouldBeFalse();
        database.Schema().ShouldBeEmpty();
    }

    /// <summary>The program's migrations in a folder where a test may add another.</summary>
    string CopyOfOwn()
    {
        var scripts = directory.File("scripts");
        foreach (var file in Directory.GetFiles(Migrator.OwnScripts, "*.sql", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(scripts, Path.GetRelativePath(Migrator.OwnScripts, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return scripts;
    }

    [GeneratedRegex(@"^GO\s*$", RegexOptions.Multiline)]
    private static partial Regex BatchEnd();

    async Task<(int Code, string Output, string Error)> CallAsync(params string[] words)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "enrollment");
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "migrate" },
        };
        foreach (var word in words.Concat(database.Arguments))
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var error = process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await output, await error);
    }
}
