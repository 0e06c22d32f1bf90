using Dapper;
using Enrollment.Storage;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Storage;

public sealed class MigratorTests : IDisposable
{
    readonly TemporaryDirectory directory = new();
    readonly StorageOptions options;
    readonly string scripts;

    public MigratorTests()
    {
        options = new StorageOptions { DataDirectory = directory.File("data") };
        scripts = directory.File("scripts");
        Directory.CreateDirectory(scripts);
        Write("V0001__first.sql", "CREATE TABLE First (Id ${guid} NOT NULL PRIMARY KEY, Mark ${int} NULL)${options};");
        Write("V0002__second.sql", "CREATE TABLE Second (Id ${long} NOT NULL);\r\nINSERT INTO Second VALUES (1);");
    }

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_new_database_gets_every_script_once_and_the_second_start_does_nothing()
    {
        Apply().ShouldBe(["V0001__first.sql", "V0002__second.sql"]);
        Apply().ShouldBeEmpty();

        Read("SELECT COUNT(*) FROM Second").ShouldBe("1");
        Read("PRAGMA journal_mode").ShouldBe("wal");
    }

    [Fact]
    public void The_programs_own_migrations_make_a_database_without_placeholders()
    {
        new Migrator(options).Apply().ShouldNotBeEmpty();

        Read("SELECT COUNT(*) FROM sqlite_master WHERE sql LIKE '%${%'").ShouldBe("0");
        Read("SELECT sql FROM sqlite_master WHERE name = 'Centers'").ShouldEndWith("STRICT");
        new Migrator(options).Apply().ShouldBeEmpty();
    }

    [Fact]
    public void A_new_script_is_applied_to_the_database_that_has_the_others()
    {
        Apply();
        Write("V0003__third.sql", "CREATE TABLE Third (Id ${int} NOT NULL);");

        Apply().ShouldBe(["V0003__third.sql"]);
        Read("SELECT COUNT(*) FROM Second").ShouldBe("1");
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
        var before = Schema();
        Write("V0003__third.sql", "CREATE TABLE Third (Id ${int} NOT NULL);\nINSERT INTO Missing VALUES (1);");

        var message = Should.Throw<MigrationException>(Apply).Message;
        message.ShouldContain("V0003__third.sql");
        message.ShouldContain("no such table: Missing");
        Schema().ShouldBe(before);

        Write("V0003__third.sql", "CREATE TABLE Third (Id ${int} NOT NULL);");
        Apply().ShouldBe(["V0003__third.sql"]);
    }

    [Fact]
    public void Two_scripts_with_one_number_are_refused()
    {
        Write("V2__other.sql", "SELECT 1;");

        Should.Throw<MigrationException>(Apply).Message.ShouldContain("same number");
        File.Exists(options.DatabasePath).ShouldBeFalse();
    }

    [Fact]
    public void A_script_of_another_engine_is_left_alone_and_one_of_this_engine_applied()
    {
        Directory.CreateDirectory(Path.Combine(scripts, "sqlserver"));
        Directory.CreateDirectory(Path.Combine(scripts, "sqlite"));
        Write("sqlserver/V0003__theirs.sql", "CREATE TABLE Theirs (Id INT);");
        Write("sqlite/V0004__ours.sql", "CREATE TABLE Ours (Id ${int});");

        Apply().ShouldBe(["V0001__first.sql", "V0002__second.sql", "V0004__ours.sql"]);
        Schema().ShouldNotContain("Theirs");
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
        Read("SELECT COUNT(*) FROM Second").ShouldBe("19");
    }

    [Fact]
    public void A_lock_that_another_process_keeps_is_reported()
    {
        Directory.CreateDirectory(options.DataDirectory);
        using var held = new FileStream(
            Path.Combine(options.DataDirectory, "migrate.lock"),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None
        );

        Should
            .Throw<MigrationException>(() => new Migrator(options, scripts, TimeSpan.FromMilliseconds(50)).Apply())
            .Message.ShouldContain("Another process has been migrating");
        File.Exists(options.DatabasePath).ShouldBeFalse();
    }

    IReadOnlyList<string> Apply() => new Migrator(options, scripts).Apply();

    string Refused()
    {
        var before = Schema();
        var message = Should.Throw<MigrationException>(Apply).Message;
        Schema().ShouldBe(before);
        message.ShouldContain("Nothing was changed");
        return message;
    }

    /// <summary>Every table with what the migrator recorded, as text.</summary>
    string Schema() =>
        Read("SELECT GROUP_CONCAT(sql, '|') FROM sqlite_master")
        + Read("SELECT GROUP_CONCAT(CONCAT(name, checksum, success), '|') FROM changelog");

    string Read(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={options.DatabasePath};Pooling=False");
        return connection.ExecuteScalar<string>(sql)!;
    }

    void Write(string name, string sql) => File.WriteAllText(Path.Combine(scripts, name), sql);
}
