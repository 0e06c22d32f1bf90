using System.Globalization;
using Enrollment.Insight;
using Enrollment.Web.CommandLine.Csv;

namespace Enrollment.Web.CommandLine;

/// <summary>Prints what an import did, in plain text.</summary>
static class ImportSummary
{
    internal static void Write(
        IReadOnlyDictionary<string, int> rowsByFile,
        ImportCounts counts,
        RefusedRows refusals,
        TimeSpan elapsed
    )
    {
        Say($"{"file", -26}{"rows read", 12}{"refused", 12}");
        foreach (var (file, rows) in rowsByFile)
            Say($"{file, -26}{rows, 12:N0}{refusals.ByFile.GetValueOrDefault(file), 12:N0}");

        Say($"");
        Say($"{"", -26}{"created", 12}{"unchanged", 12}{"refused", 12}");
        foreach (var (entity, count) in counts.ByEntity)
            Say($"{entity, -26}{count.Created, 12:N0}{count.Existing, 12:N0}{count.Refused, 12:N0}");

        foreach (var (remark, count) in counts.Remarks)
            Say($"{count, 8:N0} {remark}");
        Say($"");
        WriteRefusals(refusals);
        var total = rowsByFile.Values.Sum();
        Say($"{total:N0} rows in {elapsed.TotalSeconds:N1} s: {total / elapsed.TotalSeconds:N0} rows/s");
    }

    static void WriteRefusals(RefusedRows refusals)
    {
        foreach (var row in refusals.First)
            Say($"{row.File}, line {row.Line}, {row.Field}: {row.Reason}");
        if (refusals.Count > refusals.First.Count)
            Say($"... and {refusals.Count - refusals.First.Count:N0} more; --refusals FILE lists all.");
        Say($"{refusals.Count:N0} refused");
    }

    internal static void WriteAgreement(IReadOnlyList<CohortAgreement> cohorts)
    {
        if (cohorts.Count == 0)
            return;
        Say($"");
        Say($"Agreement of the decisions with the declared scheme on pass or fail:");
        Say($"{"cohort", -14}{"decided", 10}{"same pass/fail", 16}{"rate", 10}");
        foreach (var cohort in cohorts.Append(Agreement.Total(cohorts)))
            Say($"{cohort.CohortCode, -14}{cohort.Decided, 10:N0}{cohort.SamePassOrFail, 16:N0}{cohort.Rate, 10:P1}");
    }

    static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
