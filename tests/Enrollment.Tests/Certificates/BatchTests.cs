using Enrollment.Certificates;
using Enrollment.Certificates.Batches;
using Enrollment.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Certificates;

/// <summary>Certificates of a cohort, issued in the background.</summary>
public sealed class BatchTests
{
    [Fact]
    public async Task A_batch_issues_everybody_who_passed_and_gives_the_others_their_reason()
    {
        await using var system = new TestSystem();
        var (cohort, trainees) = await PassedAsync(system, 230);
        system.Execute(
            $"UPDATE PersonNames SET FullName = '{PlainRenderer.Undrawable}' WHERE PersonId = (SELECT PersonId FROM Enrollments WHERE Id = '{trainees[7]}')"
        );
        var batch = await system.DoAsync(new CreateIssueBatch(cohort), Callers.Registrar);
        (batch.State, batch.Total, batch.PerSecond, batch.SecondsLeft).ShouldBe(
            (IssueBatchState.Running, 230, null, null)
        );

        (await RunAsync(system)).ShouldBe(100);
        var begun = await system.DoAsync(new GetIssueBatch(batch.Id));
        (begun.Issued + begun.Refused).ShouldBe(100);
        await RunToEndAsync(system);

        var done = await system.DoAsync(new GetIssueBatch(batch.Id));
        (done.State, done.Issued, done.Refused, done.SecondsLeft).ShouldBe((IssueBatchState.Done, 229, 1, null));
        done.EndedAt.ShouldNotBeNull();
        var rows = await system.DoAsync(new ListIssueBatchRows(batch.Id, null));
        rows.Count.ShouldBe(230);
        rows.Single(row => row.State == IssueRowState.Refused).Problem!.Code.ShouldBe("unprintable_character");
        rows.Where(row => row.State == IssueRowState.Issued).ShouldAllBe(row => row.Serial != null);
        var stored = await Register.ReadAsync(system);
        Register.SerialsAreGapless(stored);
        await Register.FilesAreRightAsync(system, stored);
        (
            await system.QueryAsync<string>(
                "SELECT DISTINCT ActorId FROM AuditEvents WHERE Action = 'certificate.issued'"
            )
        ).ShouldBe([Callers.Registrar.Id]);
    }

    [Fact]
    public async Task A_cohort_has_one_open_batch_and_one_without_anybody_is_done_at_once()
    {
        await using var system = new TestSystem();
        var (cohort, _) = await PassedAsync(system, 1);
        var batch = await system.DoAsync(new CreateIssueBatch(cohort));
        (await system.RefusedAsync(new CreateIssueBatch(cohort))).Code.ShouldBe("batch_open_already");
        await RunToEndAsync(system);

        var empty = await system.DoAsync(new CreateIssueBatch(cohort));
        (empty.State, empty.Total).ShouldBe((IssueBatchState.Done, 0));
        (await system.DoAsync(new ListIssueBatches(cohort, null, 10)))
            .Items.Select(b => b.Id)
            .ShouldBe([batch.Id, empty.Id]);
    }

    [Fact]
    public async Task A_paused_batch_waits_and_a_cancelled_one_leaves_the_rest()
    {
        await using var system = new TestSystem();
        var (cohort, _) = await PassedAsync(system, 120);
        var batch = await system.DoAsync(new CreateIssueBatch(cohort));
        await RunAsync(system);

        await system.DoAsync(new ChangeIssueBatch(batch.Id, IssueBatchVerb.Pause));
        (await RunAsync(system)).ShouldBe(0);
        (await system.RefusedAsync(new ChangeIssueBatch(batch.Id, IssueBatchVerb.Pause))).Code.ShouldBe(
            "transition_not_allowed"
        );
        await system.DoAsync(new ChangeIssueBatch(batch.Id, IssueBatchVerb.Resume));
        await system.DoAsync(new ChangeIssueBatch(batch.Id, IssueBatchVerb.Cancel));
        (await RunAsync(system)).ShouldBe(0);

        var rows = await system.DoAsync(new ListIssueBatchRows(batch.Id, IssueRowState.Cancelled));
        rows.Count.ShouldBe(20);
        (await Register.ReadAsync(system)).Count.ShouldBe(100);
        // Another one takes up what is left.
        var rest = await system.DoAsync(new CreateIssueBatch(cohort));
        rest.Total.ShouldBe(20);
    }

    [Fact]
    public async Task Two_processes_that_run_at_once_issue_nothing_twice()
    {
        await using var system = new TestSystem();
        for (var i = 0; i < 3; i++)
        {
            var (cohort, _) = await PassedAsync(system, 90);
            await system.DoAsync(new CreateIssueBatch(cohort));
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RunToEndAsync(system))));
        await RunToEndAsync(system);

        var stored = await Register.ReadAsync(system);
        stored.Count.ShouldBe(270);
        stored.ShouldAllBe(row => row.State == "Issued");
        Register.SerialsAreGapless(stored);
    }

    [Fact]
    public async Task A_chunk_that_a_killed_process_left_is_taken_up_when_its_lease_has_ended()
    {
        await using var system = new TestSystem();
        var (cohort, trainees) = await PassedAsync(system, 3);
        var batch = await system.DoAsync(new CreateIssueBatch(cohort));
        (await system.DoAsync(new ClaimIssueBatch(100))).Rows.Count.ShouldBe(3);
        await system.DoAsync(new PrepareCertificates(trainees));

        (await RunAsync(system)).ShouldBe(0);
        system.Clock.Advance(TimeSpan.FromMinutes(3));
        (await RunAsync(system)).ShouldBe(3);

        (await system.DoAsync(new GetIssueBatch(batch.Id))).State.ShouldBe(IssueBatchState.Done);
        (await Register.ReadAsync(system)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_somebody_else_issued_meanwhile_is_the_rows_certificate()
    {
        await using var system = new TestSystem();
        var (cohort, trainees) = await PassedAsync(system, 2);
        var batch = await system.DoAsync(new CreateIssueBatch(cohort));
        var issued = (await system.IssueAsync([trainees[0]])).ShouldHaveSingleItem();
        await RunToEndAsync(system);

        var rows = await system.DoAsync(new ListIssueBatchRows(batch.Id, IssueRowState.Issued));
        rows.Select(row => row.CertificateId).ShouldContain(issued.CertificateId);
        rows.Count.ShouldBe(2);
    }

    [Fact]
    public async Task While_nothing_can_be_signed_the_rows_wait_and_the_batch_says_why()
    {
        var signer = new StubbornSigner { Failure = new("The authority doesn't answer.", canRetry: true) };
        await using var system = new TestSystem(configure: services => services.AddSingleton<IDocumentSigner>(signer));
        var (cohort, _) = await PassedAsync(system, 2);
        var batch = await system.DoAsync(new CreateIssueBatch(cohort));
        (await RunAsync(system)).ShouldBe(0);

        var waiting = await system.DoAsync(new GetIssueBatch(batch.Id));
        (waiting.State, waiting.Problem).ShouldBe((IssueBatchState.Running, "The authority doesn't answer."));
        (await system.DoAsync(new ListIssueBatchRows(batch.Id, IssueRowState.Waiting))).Count.ShouldBe(2);

        signer.Failure = null;
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await RunToEndAsync(system);
        var done = await system.DoAsync(new GetIssueBatch(batch.Id));
        (done.State, done.Issued, done.Problem).ShouldBe((IssueBatchState.Done, 2, null));
    }

    [Fact]
    public async Task A_document_that_cant_be_made_doesnt_keep_the_others_from_it_and_is_tried_again()
    {
        var signer = new StubbornSigner();
        await using var system = new TestSystem(configure: services => services.AddSingleton<IDocumentSigner>(signer));
        var (_, trainees) = await PassedAsync(system, 3);
        signer.Failure = new("The key has expired.", canRetry: false);
        signer.Least = 2;
        var rows = await system.IssueAsync(trainees);
        rows.Select(row => row.Problem?.Code).ShouldBe([null, null, "document_failed"], ignoreOrder: true);

        (await system.IssuingAsync((issuing, token) => issuing.FinishAsync(token))).Value.ShouldBe(0);
        signer.Failure = null;
        (await system.IssuingAsync((issuing, token) => issuing.FinishAsync(token))).Value.ShouldBe(1);
        var stored = await Register.ReadAsync(system);
        stored.ShouldAllBe(row => row.State == "Issued");
        Register.SerialsAreGapless(stored);
    }

    internal static async Task<(Guid Cohort, IReadOnlyList<Guid> Trainees)> PassedAsync(TestSystem system, int count)
    {
        var cohort = await system.AddCohortAsync(fields => fields with { Capacity = count });
        var people = new List<Guid>();
        for (var i = 0; i < count; i++)
            people.Add(await system.AddPersonAsync());
        var trainees = await system.AddTraineesAsync(cohort.Id, people);
        await system.DecideAsync(cohort.CenterId, trainees);
        return (cohort.Id, trainees);
    }

    static async Task<int> RunAsync(TestSystem system)
    {
        var result = await system.AsSystemAsync<IssueBatchRun, Enrollment.Pipeline.Result<int>>(
            (run, token) => run.RunAsync(token)
        );
        result.Refusal.ShouldBeNull();
        return result.Value;
    }

    internal static async Task RunToEndAsync(TestSystem system)
    {
        while (await RunAsync(system) > 0) { }
    }

    /// <summary>Refuses to sign as long as there is a failure, from a number of documents on.</summary>
    sealed class StubbornSigner : IDocumentSigner
    {
        int signed;

        internal DocumentSigningException? Failure { get; set; }

        /// <summary>How many it signs all the same.</summary>
        internal int Least { get; set; }

        public Task<SignedDocument> SignAsync(
            ReadOnlyMemory<byte> pdf,
            SignatureRequest request,
            CancellationToken cancellationToken
        ) =>
            Failure is { } failure && Interlocked.Increment(ref signed) > Least
                ? Task.FromException<SignedDocument>(failure)
                : Task.FromResult(new SignedDocument(pdf, "none", SignatureLevel.Basic));
    }
}
