using System.Globalization;
using Enrollment.Assessments;

namespace Enrollment.Web.CommandLine.Oulad;

/// <summary>
/// The scheme of a presentation, which the data set doesn't spell out. Declared here: TMAs and CMAs are the group
/// "Coursework" by their weights, where a missing row is a non-submission and counts zero; each exam is a group of its
/// own that is left out for whom no mark is there, since the data set hides most exam marks. Coursework counts 50 and
/// the exams that have any mark share the other 50. An exam that was never marked weighs nothing.
/// The Open University passes a module at 40 in coursework and 40 in the exam, and gives a distinction from 85.
/// </summary>
static class PresentationScheme
{
    const decimal PassMark = 40;
    const decimal DistinctionMark = 85;
    const decimal ExamsShare = 50;

    internal static string Name(PresentationKey key) => $"OULAD {key}";

    internal static SchemeFields Of(Presentation presentation)
    {
        var scored = presentation.Scores.Select(score => score.Assessment).ToHashSet();
        var coursework = presentation.Assessments.Where(a => a.Type != AssessmentType.Exam).ToList();
        var exams = presentation.Assessments.Where(a => a.Type == AssessmentType.Exam).ToList();
        var held = exams.Where(exam => scored.Contains(exam.Id)).ToList();
        // Where every weight of the coursework is 0 only the exam counts, unless none of its marks are known.
        var courseworkCounts = coursework.Sum(a => a.Weight) > 0 || held.Count == 0;
        var examsWeight =
            held.Count == 0 && coursework.Count > 0 ? 0
            : courseworkCounts && coursework.Count > 0 ? ExamsShare
            : 100;
        // A presentation of exams alone, none of them marked, still needs weights: they share equally.
        var weighing = held.Count > 0 ? held : exams;
        var shares = EqualShares(examsWeight, weighing.Count);

        var groups = new List<SchemeGroup>();
        if (coursework.Count > 0)
            groups.Add(Coursework(coursework, 100 - examsWeight, courseworkCounts));
        groups.AddRange(
            exams.Select(exam =>
            {
                var place = weighing.IndexOf(exam);
                return Exam(exam, place < 0 ? 0 : shares[place], held.Contains(exam));
            })
        );
        return new SchemeFields
        {
            Name = Name(presentation.Key),
            PassMark = PassMark,
            DistinctionMark = DistinctionMark,
            Groups = groups,
        };
    }

    static SchemeGroup Coursework(List<AssessmentRow> rows, decimal weight, bool counts)
    {
        var weights = rows.Sum(a => a.Weight) > 0 ? [.. rows.Select(a => a.Weight)] : EqualShares(100, rows.Count);
        return new SchemeGroup
        {
            Code = "coursework",
            Name = "Coursework",
            Weight = weight,
            MinimumMark = counts ? PassMark : null,
            Components =
            [
                .. rows.Select(
                    (row, place) =>
                        new SchemeComponent
                        {
                            Code = ComponentCode(row.Id),
                            Name = $"{row.Type} {row.Id}",
                            Kind = row.Type == AssessmentType.CMA ? ComponentKind.Test : ComponentKind.Coursework,
                            Weight = weights[place],
                            WhenMissing = MissingRule.Zero,
                        }
                ),
            ],
        };
    }

    static SchemeGroup Exam(AssessmentRow row, decimal weight, bool held) =>
        new()
        {
            Code = $"exam-{ComponentCode(row.Id)}",
            Name = $"Exam {row.Id}",
            Weight = weight,
            MinimumMark = held ? PassMark : null,
            Components =
            [
                new SchemeComponent
                {
                    Code = ComponentCode(row.Id),
                    Name = $"Exam {row.Id}",
                    Kind = ComponentKind.Exam,
                    Weight = 100,
                    WhenMissing = MissingRule.LeaveOut,
                },
            ],
        };

    internal static string ComponentCode(int assessment) => assessment.ToString(CultureInfo.InvariantCulture);

    /// <summary>Equal shares in hundredths that sum to the whole: the last one takes the remainder.</summary>
    static List<decimal> EqualShares(decimal whole, int count)
    {
        if (count == 0)
            return [];
        var share = decimal.Round(whole / count, 2, MidpointRounding.ToZero);
        return [.. Enumerable.Repeat(share, count - 1), whole - (share * (count - 1))];
    }
}
