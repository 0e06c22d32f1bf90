using Dapper;
using Enrollment.Data;
using Enrollment.Storage;
using Enrollment.Tests.Storage;
using Enrollment.Tests.Testing;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

/// <summary>The embedded engine's disk runs full or can't be written.</summary>
public sealed class FullDiskTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_refuses_changes_keeps_what_is_there_and_takes_more_when_there_is_room()
    {
        using var disk = new SmallDisk(megabytes: 4);
        await using var web = new WebSystem { Database = new TestDatabase("", disk.File("data")) };
        await web.InitializeAsync();
        (await web.Registrar.PostAsync("/api/v1/people", Journey.PersonFields("Before"))).Expect(201);
        using (disk.Fill())
        {
            Answer answer;
            var more = 0;
            do answer = await web.Registrar.PostAsync("/api/v1/people", Journey.PersonFields($"Full {++more}"));
            while (answer.Status == 201 && more < 1_000);

            answer.ExpectProblem(503, "database_full").Header("Retry-After").ShouldNotBeNull();
            (await web.Registrar.GetAsync($"/api/v1/people?name=Full%20{more}"))["items"]!.AsArray().ShouldBeEmpty();
            (await web.Registrar.GetAsync("/api/v1/people?name=Before"))["items"]!.AsArray().ShouldHaveSingleItem();
        }

        (await web.Registrar.PostAsync("/api/v1/people", Journey.PersonFields("After"))).Expect(201);
    }

    [Fact]
    public async Task A_database_that_may_not_grow_refuses_changes_and_takes_them_when_it_may()
    {
        using var database = new LaneDatabase();
        await database.InsertAsync(1);
        var pages = await database.Lane.RunAsync(
            (connection, _) => connection.ExecuteScalarAsync<long>("PRAGMA max_page_count = 1; PRAGMA page_count"),
            _ => true,
            Token
        );
        pages.ShouldBeGreaterThan(0);

        var full = await Should.ThrowAsync<SqliteException>(InsertLargeAsync(2));
        database.Engine.FaultOf(full).ShouldBe(DatabaseFault.Full);
        (await database.IdsAsync()).ShouldBe([1]);

        await database.Lane.RunAsync(
            (connection, _) => connection.ExecuteAsync("PRAGMA max_page_count = 1000000"),
            _ => true,
            Token
        );
        await InsertLargeAsync(3);
        (await database.IdsAsync()).ShouldBe([1, 3]);

        Task<int> InsertLargeAsync(int id) =>
            database.Lane.RunAsync(
                (connection, _) =>
                    connection.ExecuteAsync(
                        "INSERT INTO Items (Id, Name) VALUES (@id, @text)",
                        new { id, text = new string('x', 100_000) }
                    ),
                _ => true,
                Token
            );
    }

    [Fact]
    public async Task A_data_directory_that_can_not_be_written_is_named_and_ends_the_program()
    {
        using var disk = new SmallDisk(megabytes: 4);
        new Migrator(new StorageOptions { DataDirectory = disk.File("data") }).Apply();
        disk.MakeReadOnly();

        foreach (var data in (string[])["data", "new"])
        {
            var call = await ProgramCall.RunAsync(
                "--urls=http://127.0.0.1:0",
                $"--Enrollment:DataDirectory={disk.File(data)}"
            );
            call.ShouldRefuse(disk.File(data), "Let this user write");
        }
    }
}
