using Enrollment.Certificates;
using Enrollment.Certificates.Batches;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Certificates;

/// <summary>The disk that holds the documents runs full; the register's own doesn't.</summary>
public sealed class FullStoreTests
{
    [Fact]
    public async Task With_a_full_disk_nothing_is_issued_the_numbers_are_kept_and_the_documents_follow_when_there_is_room()
    {
        using var disk = new SmallDisk(megabytes: 1);
        await using var system = On(disk);
        var (_, trainees) = await BatchTests.PassedAsync(system, 3);
        IReadOnlyList<CertificateRow> rows;
        using (disk.Fill())
        {
            rows = await system.IssueAsync(trainees);
            rows.ShouldAllBe(row => row.Problem!.Code == "document_delayed");
            (await system.IssuingAsync((issuing, token) => issuing.FinishAsync(token))).Value.ShouldBe(0);
            rows[0].Problem!.Message.ShouldContain("The disk of the documents is full");
            (await Register.ReadAsync(system)).ShouldAllBe(row => row.State == "Prepared");
        }

        var numbers = rows.Select(row => row.Serial).ToList();
        (await system.IssuingAsync((issuing, token) => issuing.FinishAsync(token))).Value.ShouldBe(3);
        var stored = await Register.ReadAsync(system);
        stored.ShouldAllBe(row => row.State == "Issued");
        stored.Select(row => row.Serial).ShouldBe(numbers, ignoreOrder: true);
    }

    [Fact]
    public async Task A_batch_waits_while_the_disk_is_full_and_says_why()
    {
        using var disk = new SmallDisk(megabytes: 1);
        await using var system = On(disk);
        var (cohort, _) = await BatchTests.PassedAsync(system, 2);
        var batch = await system.DoAsync(new CreateIssueBatch(cohort));
        using (disk.Fill())
        {
            await BatchTests.RunToEndAsync(system);
            var waiting = await system.DoAsync(new GetIssueBatch(batch.Id));
            waiting.State.ShouldBe(IssueBatchState.Running);
            waiting.Problem.ShouldNotBeNull().ShouldContain("full");
        }

        // Not at once: each try would draw, sign and stamp documents that can't be stored.
        await BatchTests.RunToEndAsync(system);
        (await system.DoAsync(new GetIssueBatch(batch.Id))).Issued.ShouldBe(0);
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await BatchTests.RunToEndAsync(system);
        var done = await system.DoAsync(new GetIssueBatch(batch.Id));
        (done.State, done.Issued, done.Problem).ShouldBe((IssueBatchState.Done, 2, null));
    }

    [Fact]
    public async Task A_single_certificate_is_refused_as_something_to_be_tried_again()
    {
        using var disk = new SmallDisk(megabytes: 1);
        await using var system = On(disk);
        var (_, trainees) = await BatchTests.PassedAsync(system, 1);
        using (disk.Fill())
        {
            var refusal = (
                await system.IssuingAsync((issuing, token) => issuing.IssueAsync(trainees[0], token))
            ).Refusal.ShouldNotBeNull();
            (refusal.Kind, refusal.Code).ShouldBe((RefusalKind.Busy, "document_delayed"));
        }
    }

    static TestSystem On(SmallDisk disk)
    {
        var database = new TestDatabase();
        Directory.CreateDirectory(database.Options.DataDirectory);
        Directory.CreateSymbolicLink(database.Options.FilesPath, disk.FullPath);
        return new TestSystem(database: database);
    }
}
