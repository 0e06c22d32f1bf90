using System.Data.Common;
using Dapper;
using Enrollment.Storage;
using Enrollment.Storage.Migrations;
using Enrollment.Tests.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Copying;

/// <summary>What isn't copied, and that nothing is changed then.</summary>
public sealed class CopyRefusalTests : IDisposable
{
    readonly TemporaryDirectory directory = new();
    readonly TestDatabase database = new();

    public CopyRefusalTests() => new Migrator(database.Options).Apply();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        database.Dispose();
        directory.Dispose();
    }

    /// <summary>A row that every engine takes.</summary>
    internal static string Course(int number) =>
        $"""
            INSERT INTO Courses (Id, Code, CreatedAt)
            VALUES ('01900000-0000-7000-8000-00000000000{number}', 'C{number}', '2026-03-10T07:00:00.0000000Z')
            """;

    [Fact]
    public async Task A_target_with_rows_of_its_own_is_refused_and_stays_as_it_is()
    {
        var source = Copies.Sqlite(directory, "source");
        Copies.Execute(source, Course(1));
        Copies.Execute(database.Options, Course(2));
        var before = Copies.Dump(database.Options);

        (await RefusedAsync(source, database.Options)).ShouldContain(
            "The target's table Courses holds rows that aren't a copy of the source's. Nothing was changed."
        );

        Copies.Dump(database.Options).ShouldBe(before);
    }

    [Fact]
    public async Task A_source_that_was_changed_after_it_had_been_copied_is_noticed()
    {
        var source = Copies.Sqlite(directory, "source");
        Copies.Execute(source, Course(1));
        Copies.Execute(source, Course(2));
        await Copies.CopyAsync(source, database.Options);
        Copies.Execute(source, "UPDATE Courses SET Code = 'C9' WHERE Code = 'C1'");
        var before = Copies.Dump(database.Options);

        (await RefusedAsync(source, database.Options)).ShouldContain("table Courses holds rows that aren't a copy");

        Copies.Dump(database.Options).ShouldBe(before);
    }

    [Fact]
    public async Task A_source_without_the_programs_tables_is_refused_and_no_target_is_made()
    {
        var target = new StorageOptions { DataDirectory = directory.File("target") };
        using var empty = new TestDatabase(migrated: false);

        (await RefusedAsync(empty.Options, target)).ShouldMatch("isn't at the program's version|There is no database");

        Directory.Exists(target.DataDirectory).ShouldBeFalse();
    }

    [Fact]
    public async Task A_source_of_a_newer_program_is_refused_and_no_target_is_made()
    {
        Copies.Execute(
            database.Options,
            "UPDATE changelog SET version = '9999', name = 'V9999__later.sql' WHERE version = '0001'"
        );
        var target = new StorageOptions { DataDirectory = directory.File("target") };

        (await RefusedAsync(database.Options, target)).ShouldContain("The source: The database is newer");

        Directory.Exists(target.DataDirectory).ShouldBeFalse();
    }

    [Fact]
    public async Task While_it_is_copied_the_source_can_be_read_and_not_written_to()
    {
        Copies.SkipWhereLocksAreIgnored(database.Options);
        Copies.Execute(database.Options, Course(1));
        var target = new StorageOptions { DataDirectory = directory.File("target") };
        var tried = false;
        var copy = new DatabaseCopy(
            database.Options,
            target,
            _ =>
            {
                if (tried)
                    return;
                tried = true;
                Copies.Count(database.Options, "Courses").ShouldBe(1);
                using var other = MigrationTarget.Of(database.Options).Open();
                Should.Throw<DbException>(() => other.Execute(Course(2), commandTimeout: 1));
            }
        );

        (await copy.RunAsync(Token)).IsComplete.ShouldBeTrue();

        tried.ShouldBeTrue();
        Copies.Execute(database.Options, Course(2)).ShouldBe(1);
    }

    [Fact]
    public async Task A_source_that_somebody_is_writing_to_is_refused()
    {
        Copies.SkipWhereLocksAreIgnored(database.Options);
        using var writer = MigrationTarget.Of(database.Options).Open();
        using var transaction = writer.BeginTransaction();
        writer.Execute(Course(1), transaction: transaction);
        var target = new StorageOptions { DataDirectory = directory.File("target") };

        (await RefusedAsync(database.Options, target)).ShouldContain("The source can't be kept from changing");

        Directory.Exists(target.DataDirectory).ShouldBeFalse();
    }

    [Fact]
    public async Task A_target_that_somebody_else_changes_meanwhile_is_not_called_equal()
    {
        var source = Copies.Sqlite(directory, "source");
        Copies.Execute(source, Course(1));
        var copy = new DatabaseCopy(
            source,
            database.Options,
            progress =>
            {
                if (progress is { Step: CopyStep.Comparing, Table: "Centers" })
                    Copies.Execute(database.Options, "UPDATE Courses SET Code = 'C9'");
            }
        );

        var outcome = await copy.RunAsync(Token);

        outcome.IsComplete.ShouldBeFalse();
        outcome.Tables.Where(table => !table.Equal).ShouldHaveSingleItem().Name.ShouldBe("Courses");
    }

    [Fact]
    public async Task A_file_that_is_missing_or_damaged_is_named_and_the_copy_is_not_called_complete()
    {
        await using var system = new TestSystem();
        var lost = (await system.AddCertificateAsync()).FileHash!;
        var damaged = (await system.AddCertificateAsync()).FileHash!;
        var files = Path.Combine(system.Options.DataDirectory, "files");
        File.Delete(Path.Combine(files, lost[..2], lost[2..]));
        await File.AppendAllTextAsync(Path.Combine(files, damaged[..2], damaged[2..]), "x", Token);
        var target = new StorageOptions { DataDirectory = directory.File("target") };

        var outcome = await new DatabaseCopy(system.Options, target, _ => { }).RunAsync(Token);

        outcome.IsComplete.ShouldBeFalse();
        outcome.Tables.ShouldAllBe(table => table.Equal);
        (outcome.Files.Referred, outcome.Files.Copied).ShouldBe((2, 0));
        outcome.Files.Missing.ShouldBe([lost, damaged], ignoreOrder: true);
        var (code, output, error) = await Copies.CallAsync(Copies.Words(system.Options, target));
        code.ShouldBe(1);
        output.ShouldNotContain("Everything is equal");
        error.ShouldContain("--files");
    }

    [Theory]
    [InlineData]
    [InlineData("--from", "sqlite:a")]
    [InlineData("--from", "oracle:a", "--to", "sqlite:b")]
    [InlineData("--from", "a", "--to", "sqlite:b")]
    [InlineData("--from", "sqlite:", "--to", "sqlite:b")]
    [InlineData("--from", "sqlite:a", "--to", "sqlite:b", "--files", "c")]
    [InlineData("--from", "postgresql:Host=a", "--to", "sqlserver:Server=b")]
    [InlineData("--from", "sqlite:a", "--to", "sqlite:b", "--Enrollment:DataDirectory=c")]
    public async Task Words_that_make_no_copy_are_refused(params string[] words)
    {
        var (code, _, error) = await Copies.CallAsync(["copy", .. words]);

        code.ShouldBe(2);
        error.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_database_is_not_copied_to_itself() =>
        (await RefusedAsync(database.Options, database.Options)).ShouldContain("are the same database");

    static async Task<string> RefusedAsync(StorageOptions from, StorageOptions to)
    {
        var (code, output, error) = await Copies.CallAsync(Copies.Words(from, to));
        (code, output).ShouldBe((1, ""));
        return error;
    }
}
