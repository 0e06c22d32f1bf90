using System.Globalization;
using Enrollment.Web.CommandLine.Csv;

namespace Enrollment.Web.CommandLine.Oulad;

/// <summary>
/// Joins the rows of the files into presentations and refuses those that don't fit together: unknown ids, duplicates,
/// and presentations whose weights make no scheme.
/// </summary>
sealed class OuladDataSet(OuladFiles files, RefusedRows refusals)
{
    readonly Dictionary<PresentationKey, Presentation> presentations = [];
    readonly Dictionary<int, (AssessmentRow Row, Presentation Of)> assessments = [];

    /// <summary>Those that can be imported, in the order of courses.csv.</summary>
    internal IEnumerable<Presentation> Presentations => presentations.Values.Where(p => p.Refused is null);

    /// <summary>Rows of studentAssessment.csv whose score is blank: handed in, no mark.</summary>
    internal int BlankScores { get; private set; }

    internal void Join()
    {
        JoinCourses();
        JoinAssessments();
        foreach (var presentation in presentations.Values)
            CheckWeights(presentation);
        JoinInfos();
        JoinRegistrations();
        JoinScores();
    }

    void JoinCourses()
    {
        foreach (var row in files.Courses)
        {
            if (!presentations.TryAdd(row.Key, new Presentation(row)))
                Refuse(OuladFiles.CoursesFile, row.Line, "code_presentation", $"{row.Key} is there already.");
        }
    }

    void JoinAssessments()
    {
        foreach (var row in files.Assessments)
        {
            if (!presentations.TryGetValue(row.Key, out var presentation))
                Refuse(OuladFiles.AssessmentsFile, row.Line, "code_presentation", Unknown(row.Key));
            else if (!assessments.TryAdd(row.Id, (row, presentation)))
                Refuse(OuladFiles.AssessmentsFile, row.Line, "id_assessment", $"{row.Id} is there already.");
            else
                presentation.Assessments.Add(row);
        }
    }

    void CheckWeights(Presentation presentation)
    {
        var coursework = presentation.Assessments.Where(a => a.Type != AssessmentType.Exam).ToList();
        var sum = coursework.Sum(a => a.Weight);
        if (presentation.Assessments.Count == 0)
        {
            presentation.Refused = $"{presentation.Key} has no assessment. The whole presentation is left out.";
            Refuse(OuladFiles.CoursesFile, presentation.Course.Line, "code_presentation", presentation.Refused);
        }
        else if (coursework.Count > 0 && sum is not (0 or 100))
        {
            presentation.Refused = string.Create(
                CultureInfo.InvariantCulture,
                $"The TMA and CMA weights of {presentation.Key} sum to {sum}, not to 100 (or 0, where only the exam "
                    + $"counts). The whole presentation is left out."
            );
            Refuse(OuladFiles.AssessmentsFile, coursework[0].Line, "weight", presentation.Refused);
        }
    }

    void JoinInfos()
    {
        foreach (var row in files.Infos)
        {
            if (Find(OuladFiles.InfosFile, row.Line, row.Key) is not { } presentation)
                continue;
            if (!presentation.Trainees.TryAdd(row.Student, new Trainee(row)))
                Refuse(OuladFiles.InfosFile, row.Line, "id_student", Twice(row.Student, row.Key));
        }
    }

    void JoinRegistrations()
    {
        foreach (var row in files.Registrations)
        {
            if (Find(OuladFiles.RegistrationsFile, row.Line, row.Key) is not { } presentation)
                continue;
            if (!presentation.Trainees.TryGetValue(row.Student, out var trainee))
            {
                var reason = $"{OuladFiles.InfosFile} has no usable row of student {row.Student} in {row.Key}.";
                Refuse(OuladFiles.RegistrationsFile, row.Line, "id_student", reason);
            }
            else if (trainee.Registration is not null)
                Refuse(OuladFiles.RegistrationsFile, row.Line, "id_student", Twice(row.Student, row.Key));
            else
                trainee.Registration = row;
        }

        foreach (var presentation in Presentations)
        {
            foreach (var trainee in presentation.Trainees.Values.Where(t => t.Registration is null).ToList())
            {
                var reason =
                    $"{OuladFiles.RegistrationsFile} has no usable row of student {trainee.Info.Student} in "
                    + $"{presentation.Key}.";
                Refuse(OuladFiles.InfosFile, trainee.Info.Line, "id_student", reason);
                presentation.Trainees.Remove(trainee.Info.Student);
            }
        }
    }

    void JoinScores()
    {
        var seen = new HashSet<(int, int)>(files.Scores.Count);
        foreach (var row in files.Scores)
        {
            if (!assessments.TryGetValue(row.Assessment, out var assessment))
            {
                var reason = $"{OuladFiles.AssessmentsFile} has no usable row of assessment {row.Assessment}.";
                Refuse(OuladFiles.ScoresFile, row.Line, "id_assessment", reason);
            }
            else if (assessment.Of.Refused is not null)
                Refuse(
                    OuladFiles.ScoresFile,
                    row.Line,
                    "id_assessment",
                    $"{assessment.Of.Key} is left out as a whole."
                );
            else if (!assessment.Of.Trainees.ContainsKey(row.Student))
            {
                var reason = $"Student {row.Student} isn't registered in {assessment.Of.Key}.";
                Refuse(OuladFiles.ScoresFile, row.Line, "id_student", reason);
            }
            else if (!seen.Add((row.Assessment, row.Student)))
            {
                var reason = $"Assessment {row.Assessment} has a row of student {row.Student} already.";
                Refuse(OuladFiles.ScoresFile, row.Line, "id_student", reason);
            }
            else if (row.Score is null)
                BlankScores++;
            else
                assessment.Of.Scores.Add(row);
        }
    }

    Presentation? Find(string file, int line, PresentationKey key)
    {
        if (!presentations.TryGetValue(key, out var presentation))
        {
            Refuse(file, line, "code_presentation", Unknown(key));
            return null;
        }

        if (presentation.Refused is null)
            return presentation;

        Refuse(file, line, "code_presentation", $"{key} is left out as a whole.");
        return null;
    }

    void Refuse(string file, int line, string field, string reason) => refusals.Add(file, line, field, reason);

    static string Unknown(PresentationKey key) => $"{OuladFiles.CoursesFile} has no usable row of {key}.";

    static string Twice(int student, PresentationKey key) => $"Student {student} is there already in {key}.";
}
