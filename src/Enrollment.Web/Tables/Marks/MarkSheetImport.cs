using Enrollment.Accounts;
using Enrollment.Assessments;
using Enrollment.Cohorts;
using Enrollment.Pipeline;
using Enrollment.Web.Hosting;
using MediatR;

namespace Enrollment.Web.Tables.Marks;

/// <summary>What a file of marks did, or of a preview, what it would do.</summary>
/// <param name="Preview">Whether nothing was written.</param>
/// <param name="Counts">The cells of each outcome; blank ones aren't counted.</param>
/// <param name="Cells">Those that were not written as they stand, in the order of the file.</param>
public sealed record MarkSheetReport(bool Preview, MarkSheetCounts Counts, IReadOnlyList<MarkSheetCell> Cells);

/// <summary>The cells of each outcome.</summary>
public sealed record MarkSheetCounts(int Created, int Changed, int Unchanged, int Conflict, int Refused);

/// <summary>A cell that wasn't written.</summary>
/// <param name="Row">As a spreadsheet program counts.</param>
/// <param name="Column">Its header.</param>
/// <param name="Outcome">Conflict or refused.</param>
/// <param name="Code">Stable.</param>
/// <param name="Message">What to do.</param>
public sealed record MarkSheetCell(int Row, string Column, MarkOutcome Outcome, string Code, string Message);

/// <summary>Reads a mark sheet and writes it, or says what it would write.</summary>
sealed class MarkSheetImport(IServiceProvider services, Caller caller, Guid cohortId)
{
    const int BatchSize = 5_000;

    /// <summary>The cohort, its scheme and its trainees with their marks.</summary>
    internal async Task<Result<MarkSheetContent>> LoadAsync(CancellationToken token)
    {
        var cohort = await services.SendAsync(new GetCohort(cohortId), caller, token);
        if (cohort.Refusal is { } unknown)
            return unknown;
        if (cohort.Value.SchemeId is not { } schemeId)
            return AssessmentErrors.CohortWithoutScheme;
        var scheme = await services.SendAsync(new GetScheme(schemeId), caller, token);
        if (scheme.Refusal is { } refusal)
            return refusal;

        var trainees = new List<TraineeMarks>();
        Guid? after = null;
        do
        {
            var page = await services.SendAsync(new ListMarks(cohortId, after, 500), caller, token);
            if (page.Refusal is { } denied)
                return denied;
            trainees.AddRange(page.Value.Items);
            after = page.Value.NextCursor;
        } while (after is not null);
        return new MarkSheetContent(cohort.Value, scheme.Value, trainees);
    }

    internal async Task<Result<MarkSheetReport>> RunAsync(
        IReadOnlyList<MarkCell> cells,
        bool preview,
        CancellationToken token
    )
    {
        var answers = new Dictionary<MarkCell, MarkAnswer>(ReferenceEqualityComparer.Instance);
        foreach (var batch in cells.Where(cell => cell.Entry is not null).Chunk(BatchSize))
        {
            var entries = batch.Select(cell => cell.Entry!).ToList();
            IRequest<Result<MarksRecorded>> request = preview
                ? new PreviewMarks(cohortId, entries)
                : new RecordMarks(cohortId, entries);
            var result = await services.SendAsync(request, caller, token);
            if (result.Refusal is { } refusal)
                return refusal;
            foreach (var (cell, answer) in batch.Zip(result.Value.Answers))
                answers.Add(cell, answer);
        }

        var counts = answers.Values.CountBy(answer => answer.Outcome).ToDictionary();
        var unread = cells.Count(cell => cell.Entry is null);
        return new MarkSheetReport(
            preview,
            new MarkSheetCounts(
                counts.GetValueOrDefault(MarkOutcome.Created),
                counts.GetValueOrDefault(MarkOutcome.Changed),
                counts.GetValueOrDefault(MarkOutcome.Unchanged),
                counts.GetValueOrDefault(MarkOutcome.Conflict),
                counts.GetValueOrDefault(MarkOutcome.Refused) + unread
            ),
            [.. cells.Select(cell => Report(cell, answers.GetValueOrDefault(cell))).OfType<MarkSheetCell>()]
        );
    }

    static MarkSheetCell? Report(MarkCell cell, MarkAnswer? answer) =>
        answer switch
        {
            null => new(cell.Row, cell.Column, MarkOutcome.Refused, cell.Problem!.Code, cell.Problem.Message),
            { Outcome: MarkOutcome.Conflict } => new(
                cell.Row,
                cell.Column,
                MarkOutcome.Conflict,
                "stale_version",
                "Somebody else has entered this mark at the same moment. Download the sheet anew."
            ),
            { Problem: { } problem } => new(cell.Row, cell.Column, answer.Outcome, problem.Code, problem.Message),
            _ => null,
        };
}

sealed record MarkSheetContent(CohortView Cohort, SchemeView Scheme, IReadOnlyList<TraineeMarks> Trainees);
