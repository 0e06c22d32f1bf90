using System.Text.RegularExpressions;
using Enrollment.Web.CommandLine.Csv;

namespace Enrollment.Web.CommandLine.Oulad;

/// <summary>
/// Reads the five files of the data set whose rows are imported; gender, region, age, disability and the click-stream
/// aren't read. Everything is read before anything is written, so that an unreadable file leaves no trace.
/// </summary>
sealed partial class OuladFiles(string directory, RefusedRows refusals)
{
    const string Module = "code_module";
    const string Presentation = "code_presentation";
    const string Student = "id_student";
    const string Assessment = "id_assessment";

    /// <summary>Ten years either way: further off, a day is a slip.</summary>
    const int FarthestDay = 3_650;

    readonly List<string> problems = [];

    internal IReadOnlyList<CourseRow> Courses { get; private set; } = [];
    internal IReadOnlyList<AssessmentRow> Assessments { get; private set; } = [];
    internal IReadOnlyList<InfoRow> Infos { get; private set; } = [];
    internal IReadOnlyList<RegistrationRow> Registrations { get; private set; } = [];
    internal IReadOnlyList<ScoreRow> Scores { get; private set; } = [];

    /// <summary>Rows read from each file, refused ones included.</summary>
    internal Dictionary<string, int> RowsByFile { get; } = [];

    internal const string CoursesFile = "courses.csv";
    internal const string AssessmentsFile = "assessments.csv";
    internal const string InfosFile = "studentInfo.csv";
    internal const string RegistrationsFile = "studentRegistration.csv";
    internal const string ScoresFile = "studentAssessment.csv";

    /// <summary>Throws <see cref="CsvException"/> with every file that can't be read.</summary>
    internal void Read()
    {
        Courses = Read<CourseRow>(CoursesFile, [Module, Presentation, "module_presentation_length"], ReadCourse);
        Assessments = Read<AssessmentRow>(
            AssessmentsFile,
            [Module, Presentation, Assessment, "assessment_type", "weight"],
            ReadAssessment
        );
        Infos = Read<InfoRow>(InfosFile, [Module, Presentation, Student, "final_result"], ReadInfo);
        Registrations = Read<RegistrationRow>(
            RegistrationsFile,
            [Module, Presentation, Student, "date_registration", "date_unregistration"],
            ReadRegistration
        );
        Scores = Read<ScoreRow>(ScoresFile, [Assessment, Student, "date_submitted", "is_banked", "score"], ReadScore);
        if (problems.Count > 0)
            throw new CsvException(string.Join(Environment.NewLine, problems));
    }

    List<T> Read<T>(string name, IReadOnlyList<string> columns, CsvRowParser<T> parse)
    {
        var file = new CsvFile(Path.Combine(directory, name), refusals);
        try
        {
            var rows = file.Read(columns, parse).ToList();
            RowsByFile[name] = file.Rows;
            return rows;
        }
        catch (CsvException unreadable)
        {
            problems.Add(unreadable.Message);
            return [];
        }
    }

    static bool ReadCourse(CsvRow row, out CourseRow course)
    {
        course = null!;
        if (!Key(row, out var key) || !row.Whole("module_presentation_length", 1, FarthestDay, out var days))
            return false;
        course = new CourseRow(row.Line, key, days);
        return true;
    }

    static bool ReadAssessment(CsvRow row, out AssessmentRow assessment)
    {
        assessment = null!;
        if (
            !Key(row, out var key)
            || !row.Whole(Assessment, 0, int.MaxValue, out var id)
            || !row.OneOf<AssessmentType>("assessment_type", out var type)
            || !row.Number("weight", 0, 100, out var weight)
        )
            return false;
        assessment = new AssessmentRow(row.Line, key, id, type, weight);
        return true;
    }

    static bool ReadInfo(CsvRow row, out InfoRow info)
    {
        info = null!;
        if (
            !Key(row, out var key)
            || !row.Whole(Student, 0, int.MaxValue, out var student)
            || !row.OneOf<FinalResult>("final_result", out var result)
        )
            return false;
        info = new InfoRow(row.Line, key, student, result);
        return true;
    }

    static bool ReadRegistration(CsvRow row, out RegistrationRow registration)
    {
        registration = null!;
        if (
            !Key(row, out var key)
            || !row.Whole(Student, 0, int.MaxValue, out var student)
            || !row.WholeOrBlank("date_registration", -FarthestDay, FarthestDay, out var registered)
            || !row.WholeOrBlank("date_unregistration", -FarthestDay, FarthestDay, out var unregistered)
        )
            return false;
        if (unregistered < registered)
            return row.Refuse("date_unregistration", $"Day {unregistered} lies before the registration, {registered}.");
        registration = new RegistrationRow(row.Line, key, student, registered, unregistered);
        return true;
    }

    static bool ReadScore(CsvRow row, out ScoreRow score)
    {
        score = default;
        if (
            !row.Whole(Assessment, 0, int.MaxValue, out var assessment)
            || !row.Whole(Student, 0, int.MaxValue, out var student)
            || !row.Whole("date_submitted", -FarthestDay, FarthestDay, out var submitted)
            || !row.Whole("is_banked", 0, 1, out var banked)
            || !row.NumberOrBlank("score", 0, 100, out var value)
        )
            return false;
        score = new ScoreRow(row.Line, assessment, student, submitted, banked == 1, value);
        return true;
    }

    static bool Key(CsvRow row, out PresentationKey key)
    {
        key = default;
        if (!row.Text(Module, out var module) || !row.Text(Presentation, out var presentation))
            return false;
        if (!ModuleCode().IsMatch(module))
            return row.Refuse(
                Module,
                $"'{CsvRow.Shortened(module)}' isn't a module code: 1 to 20 Latin letters and digits."
            );
        if (!PresentationCode().IsMatch(presentation))
            return row.Refuse(Presentation, $"'{CsvRow.Shortened(presentation)}' isn't a year followed by B or J.");
        // The same few codes stand in every row.
        key = new PresentationKey(string.Intern(module), string.Intern(presentation));
        return true;
    }

    [GeneratedRegex("^[A-Za-z0-9]{1,20}$")]
    private static partial Regex ModuleCode();

    [GeneratedRegex("^(19|20)[0-9]{2}[BJ]$")]
    private static partial Regex PresentationCode();
}
