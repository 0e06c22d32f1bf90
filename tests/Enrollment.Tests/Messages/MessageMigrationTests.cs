using Dapper;
using Enrollment.Storage;
using Enrollment.Storage.Migrations;
using Enrollment.Tests.Storage;
using Enrollment.Tests.Testing;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Messages;

/// <summary>The outbox of an installation from before messages belonged to people.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class MessageMigrationTests : IDisposable
{
    const int LastBefore = 43;

    readonly TemporaryDirectory directory = new();
    readonly TestDatabase database = new(migrated: false);

    [Fact]
    public void What_was_written_to_applicants_stays_as_it_was_and_belongs_to_their_people()
    {
        foreach (var file in MigrationFile.ReadAll(Migrator.OwnScripts, "sqlite").Where(f => f.Number <= LastBefore))
            File.Copy(file.Path, directory.File(file.Name));
        new Migrator(database.Options, directory.FullPath).Apply();
        // Its parents would have to be made by a program of that time.
        Execute(
            """
            INSERT INTO People (Id, Version, CreatedAt) VALUES ('p', 1, 'then');
            INSERT INTO Applications (Id, PersonId, CohortId, State, Version, CreatedAt)
            VALUES ('a', 'p', 'h', 'Enrolled', 4, 'then');
            INSERT INTO OutboxMessages
                (Id, ApplicationId, ApplicationVersion, Kind, Reason, Status, Attempts, DueAt, LastError, Version, CreatedAt)
            VALUES ('m1', 'a', 2, 'Submitted', NULL, 'Sent', 1, 'then', NULL, 3, 'then'),
                   ('m2', 'a', -2, 'DocumentRefused', 'Blurred.', 'Failed', 2, 'then', '550', 5, 'then');
            """
        );

        new Migrator(database.Options).Apply();

        using var connection = database.Open();
        connection
            .Query<(string, string, string, string, long, string, string, long)>(
                """
                SELECT Id, PersonId, ApplicationId, SubjectId, SubjectVersion, Status, COALESCE(Reason, ''), Version
                FROM OutboxMessages ORDER BY Id
                """
            )
            .ShouldBe([("m1", "p", "a", "a", 2, "Sent", "", 3), ("m2", "p", "a", "a", -2, "Failed", "Blurred.", 5)]);
    }

    void Execute(string sql)
    {
        using var connection = new SqliteConnection(
            $"Data Source={database.Options.DatabasePath};Foreign Keys=False;Pooling=False"
        );
        connection.Open();
        connection.Execute(sql);
    }

    public void Dispose()
    {
        database.Dispose();
        directory.Dispose();
    }
}
