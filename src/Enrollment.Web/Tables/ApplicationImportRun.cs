using Enrollment.Accounts;
using Enrollment.Admissions;
using Enrollment.Pipeline;
using Enrollment.Web.Hosting;
using MediatR;

namespace Enrollment.Web.Tables;

/// <summary>What is imported, and how.</summary>
/// <param name="CohortId">Where the applications go.</param>
/// <param name="Source">The system that the references belong to.</param>
/// <param name="AfterClose">Whether they enter although the window has closed.</param>
/// <param name="Preview">Whether nothing is written.</param>
sealed record ImportTarget(Guid CohortId, string Source, bool AfterClose, bool Preview);

/// <summary>What became of a row of the file, or would.</summary>
/// <param name="Row">Its number as a spreadsheet program counts: the headers are row 1.</param>
/// <param name="Outcome">New, changed, unchanged or refused.</param>
/// <param name="ApplicationId">Null where there is none.</param>
/// <param name="Problems">What it was refused for; empty unless it was.</param>
/// <param name="Warnings">What was taken as it stands and should be looked at.</param>
public sealed record ImportRow(
    int Row,
    ImportOutcome Outcome,
    Guid? ApplicationId,
    IReadOnlyList<ColumnProblem> Problems,
    IReadOnlyList<ColumnProblem> Warnings
);

/// <summary>The database or the caller's rights ended an import before its end; what was answered before stands.</summary>
#pragma warning disable CA1032 // It makes no sense without the refusal.
sealed class ImportStoppedException(Refusal refusal) : Exception(refusal.Message)
#pragma warning restore CA1032
{
    internal Refusal Refusal { get; } = refusal;
}

/// <summary>
/// Imports a file batch by batch, each in a unit of work of its own, so that others get their turn between them and a file
/// that was cut off goes on where it ended when it is sent again.
/// </summary>
sealed class ApplicationImportRun(IServiceProvider services, Caller caller, ImportTarget target)
{
    internal const int BatchSize = 200;

    /// <summary>Why the caller can't import into this cohort at all; null where it can.</summary>
    internal async Task<Refusal?> RefusalAsync(CancellationToken token) =>
        (await services.SendAsync(new PreviewApplicationImport(Batch([])), caller, token)).Refusal;

    /// <summary>Answers each row, a batch at a time.</summary>
    /// <exception cref="ImportStoppedException">The rest can't be written now.</exception>
    internal async IAsyncEnumerable<IReadOnlyList<ImportRow>> RunAsync(
        UploadedTable table,
        ApplicationRowReader reader,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token
    )
    {
        var applicants = new ImportedApplicants(table.Rows);
        foreach (var rows in table.ReadRows().Select(reader.Read).Chunk(BatchSize))
        {
            token.ThrowIfCancellationRequested();
            yield return await AnswerAsync([.. rows.Select(row => Refused(row, applicants) ?? row)], token);
        }
    }

    /// <summary>The row as refused for being the second about its person; null where it isn't.</summary>
    static ReadRow? Refused(ReadRow row, ImportedApplicants applicants) =>
        row.Application is { } application && applicants.Note(application, row.Row) is { } twice
            ? row with
            {
                Application = null,
                Rest = null,
                Problems = [row.InColumn(twice)],
            }
            : null;

    async Task<IReadOnlyList<ImportRow>> AnswerAsync(IReadOnlyList<ReadRow> rows, CancellationToken token)
    {
        var batch = Batch([.. rows.Select(row => row.Application ?? row.Rest).OfType<ImportedApplication>()]);
        var answers = new Queue<ImportAnswer>();
        if (batch.Rows.Count > 0)
        {
            IRequest<Result<ApplicationImport>> request = target.Preview
                ? new PreviewApplicationImport(batch)
                : new ImportApplications(batch);
            var result = await services.SendAsync(request, caller, token);
            if (result.Refusal is { } refusal)
                throw new ImportStoppedException(refusal);
            answers = new Queue<ImportAnswer>(result.Value.Answers);
        }

        return
        [
            .. rows.Select(row =>
                (row.Application ?? row.Rest) is null
                    ? new ImportRow(row.Row, ImportOutcome.Refused, null, row.Problems, row.Warnings)
                    : Answered(row, answers.Dequeue())
            ),
        ];
    }

    static ImportRow Answered(ReadRow row, ImportAnswer answer) =>
        row.Application is null
            ? new(row.Row, ImportOutcome.Refused, null, [.. row.Problems, .. row.InRest(answer.Problems)], row.Warnings)
            : new(
                row.Row,
                answer.Outcome,
                answer.ApplicationId,
                [.. answer.Problems.Select(row.InColumn)],
                row.Warnings
            );

    ApplicationBatch Batch(IReadOnlyList<ImportedApplication> rows) =>
        new(target.CohortId, target.Source, target.AfterClose, rows);
}
