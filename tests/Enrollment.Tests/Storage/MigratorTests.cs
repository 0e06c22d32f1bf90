using Dapper;
using Enrollment.Storage;
using Enrollment.Storage.Migrations;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Storage;

public sealed class MigratorTests : IDisposable
{
    readonly TemporaryDirectory directory = new();
    readonly TestDatabase database = new(migrated: false);
    readonly string scripts;

    public MigratorTests()
    {
        scripts = directory.File("scripts");
        Directory.CreateDirectory(scripts);
        Write("V0001__first.sql", "CREATE TABLE First (Id ${guid} NOT NULL PRIMARY KEY, Mark ${int} NULL)${options};");
        Write("V0002__second.sql", "CREATE TABLE Second (Id ${long} NOT NULL);\r\nINSERT INTO Second VALUES (1);");
    }

    public void Dispose()
    {
        database.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void A_new_database_gets_every_script_once_and_the_second_start_does_nothing()
    {
        Apply().ShouldBe(["V0001__first.sql", "V0002__second.sql"]);
        Apply().ShouldBeEmpty();

        Rows("Second").ShouldBe(1);
    }

    [Fact]
    public void The_programs_own_migrations_make_its_tables_once()
    {
        new Migrator(database.Options).Apply().ShouldNotBeEmpty();

        Rows("Centers").ShouldBe(0);
        new Migrator(database.Options).Apply().ShouldBeEmpty();
    }

    [Fact]
    [OnlyOn(DatabaseEngine.Sqlite)]
    public void A_database_file_is_strict_about_types_and_writes_ahead()
    {
        new Migrator(database.Options).Apply();

        using var connection = database.Open();
        connection
            .ExecuteScalar<string>("SELECT sql FROM sqlite_master WHERE name = 'Centers'")
            .ShouldEndWith("STRICT");
        connection.ExecuteScalar<string>("PRAGMA journal_mode").ShouldBe("wal");
    }

    [Fact]
    public void A_new_script_is_applied_to_the_database_that_has_the_others()
    {
        Apply();
        Write("V0003__third.sql", "CREATE TABLE Third (Id ${int} NOT NULL);");

        Apply().ShouldBe(["V0003__third.sql"]);
        Rows("Second").ShouldBe(1);
    }

    [Fact]
    public void A_script_that_was_changed_after_it_was_applied_is_refused()
    {
        Apply();
        Write("V0001__first.sql", "CREATE TABLE Other (Id ${guid} NOT NULL);");
        Write("V0003__third.sql", "CREATE TABLE Third (Id ${int} NOT NULL);");

        Refused().ShouldContain("V0001__first.sql was changed");
    }

    [Fact]
    public void A_script_with_other_line_ends_counts_as_unchanged()
    {
        Apply();
        Write("V0002__second.sql", "CREATE TABLE Second (Id ${long} NOT NULL);\nINSERT INTO Second VALUES (1);");

        Apply().ShouldBeEmpty();
    }

    [Fact]
    public void A_script_that_was_applied_and_is_missing_is_refused()
    {
        Apply();
        File.Delete(Path.Combine(scripts, "V0001__first.sql"));
        Write("V0003__third.sql", "CREATE TABLE Third (Id ${int} NOT NULL);");

        Refused().ShouldContain("V0001__first.sql was applied to the database but is missing from the program");
    }

    [Fact]
    public void A_database_newer_than_the_program_is_refused()
    {
        Apply();
        File.Delete(Path.Combine(scripts, "V0002__second.sql"));

        Refused().ShouldContain("The database is newer than the program: it has migration V0002__second.sql");
    }

    [Fact]
    public void A_new_script_below_those_applied_is_refused()
    {
        File.Delete(Path.Combine(scripts, "V0001__first.sql"));
        Apply();
        Write("V0001__first.sql", "CREATE TABLE First (Id ${guid} NOT NULL);");

        Refused().ShouldContain("V0001__first.sql comes before V0002__second.sql");
    }

    [Fact]
    public void A_failing_script_leaves_what_was_before_and_its_correction_is_applied()
    {
        Apply();
        var before = database.Schema();
        Write("V0003__third.sql", "CREATE TABLE Third (Id ${int} NOT NULL);\nINSERT INTO Missing VALUES (1);");

        var message = Should.Throw<MigrationException>(Apply).Message;
        message.ShouldContain("V0003__third.sql");
        // In the words of the engine.
        message.ShouldContain("missing", Case.Insensitive);
        database.Schema().ShouldBe(before);

        Write("V0003__third.sql", "CREATE TABLE Third (Id ${int} NOT NULL);");
        Apply().ShouldBe(["V0003__third.sql"]);
    }

    [Fact]
    public void Two_scripts_with_one_number_are_refused()
    {
        Write("V2__other.sql", "SELECT 1;");

        Should.Throw<MigrationException>(Apply).Message.ShouldContain("same number");
        database.Schema().ShouldBeEmpty();
    }

    [Fact]
    public void A_script_of_another_engine_is_left_alone_and_one_of_this_engine_applied()
    {
        foreach (var engine in Engines.All)
        {
            Directory.CreateDirectory(Path.Combine(scripts, engine.Name));
            var own = engine == MigrationTarget.Of(database.Options).Engine;
            Write($"{engine.Name}/V0003__{(own ? "ours" : "theirs")}.sql", "CREATE TABLE Own (Id ${int});");
        }

        Apply().ShouldBe(["V0001__first.sql", "V0002__second.sql", "V0003__ours.sql"]);
        Rows("Own").ShouldBe(0);
    }

    [Fact]
    public async Task Several_that_start_at_once_apply_each_script_once()
    {
        for (var number = 3; number <= 20; number++)
            Write(
                $"V{number:0000}__more.sql",
                $"CREATE TABLE T{number} (Id ${{int}}); INSERT INTO Second VALUES ({number});"
            );

        var applied = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => Task.Run(Apply, TestContext.Current.CancellationToken))
        );

        applied.Sum(names => names.Count).ShouldBe(20);
        Rows("Second").ShouldBe(19);
        database.Schema().Count(line => line.Contains("V00", StringComparison.Ordinal)).ShouldBe(20);
    }

    [Fact]
    public void A_lock_that_another_process_keeps_is_reported()
    {
        Directory.CreateDirectory(database.Options.DataDirectory);
        using var held = MigrationTarget.Of(database.Options).TryLock().ShouldNotBeNull();

        Should
            .Throw<MigrationException>(() =>
                new Migrator(database.Options, scripts, TimeSpan.FromMilliseconds(50)).Apply()
            )
            .Message.ShouldContain("Another process has been migrating");
        database.Schema().ShouldBeEmpty();
    }

    IReadOnlyList<string> Apply() => new Migrator(database.Options, scripts).Apply();

    string Refused()
    {
        var before = database.Schema();
        var message = Should.Throw<MigrationException>(Apply).Message;
        database.Schema().ShouldBe(before);
        message.ShouldContain("Nothing was changed");
        return message;
    }

    long Rows(string table)
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<long>($"SELECT COUNT(*) FROM {table}");
    }

    void Write(string name, string sql) => File.WriteAllText(Path.Combine(scripts, name), sql);
}
