using System.Globalization;
using Enrollment.Assessments;
using Enrollment.Web.Api;

namespace Enrollment.Web.Tables.Marks;

/// <summary>
/// A cohort's marks as a table to be filled in: a row per trainee, a column per component and attempt. The column "As of"
/// says when the table was made, by which marks that were entered since are recognized when it comes back.
/// </summary>
static class MarkSheet
{
    internal const string Number = "Trainee number";
    internal const string Name = "Name";

    /// <summary>Told, not taken: two words, so that it is no component's code.</summary>
    internal const string State = "Enrollment state";
    internal const string AsOf = "As of (UTC)";

    /// <summary>What stands in a cell for a state other than a mark; a blank cell is none of them, and changes nothing.</summary>
    internal static IReadOnlyDictionary<string, MarkState> Words { get; } =
        new Dictionary<string, MarkState>(StringComparer.OrdinalIgnoreCase)
        {
            ["exempt"] = MarkState.Exempt,
            ["absent"] = MarkState.AbsentWithCause,
            ["withheld"] = MarkState.Withheld,
        };

    /// <summary><c>EXAM</c>, and for the second attempt <c>EXAM/2</c>.</summary>
    internal static string Header(string componentCode, int attempt) =>
        attempt == 1 ? componentCode : string.Create(CultureInfo.InvariantCulture, $"{componentCode}/{attempt}");

    /// <summary>An attempt's column stands where somebody has one, the first one's always.</summary>
    internal static async Task WriteAsync(
        ITableWriter writer,
        SchemeView scheme,
        IReadOnlyList<TraineeMarks> trainees,
        DateTimeOffset asOf,
        CancellationToken token
    )
    {
        var columns = GradebookColumn.Of(
            scheme,
            trainees.SelectMany(t => t.Marks).Select(m => (m.ComponentId, m.Attempt))
        );
        OutCell[] header =
        [
            OutCell.Of(Number),
            OutCell.Of(Name),
            OutCell.Of(State),
            .. columns.Select(c => OutCell.Of(Header(c.Code, c.Attempt))),
            OutCell.Of(AsOf),
        ];
        await writer.WriteAsync([header], token);
        foreach (var page in trainees.OrderBy(t => t.TraineeNumber).Chunk(200))
        {
            await writer.WriteAsync(
                [
                    .. page.Select(t =>
                        (OutCell[])
                            [
                                OutCell.Of((decimal?)t.TraineeNumber),
                                OutCell.Of(t.PersonName),
                                OutCell.Of(ApiJson.Name(t.State)),
                                .. columns.Select(c => Cell(t, c.ComponentId, c.Attempt)),
                                OutCell.Of((DateTimeOffset?)asOf),
                            ]
                    ),
                ],
                token
            );
        }

        await writer.FinishAsync(token);
    }

    static OutCell Cell(TraineeMarks trainee, Guid componentId, int attempt)
    {
        var mark = trainee.Marks.FirstOrDefault(m => m.ComponentId == componentId && m.Attempt == attempt);
        return mark switch
        {
            null => default,
            { State: MarkState.Marked } => OutCell.Of(mark.Value),
            _ => OutCell.Of(Words.First(word => word.Value == mark.State).Key),
        };
    }
}
