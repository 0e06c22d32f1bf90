namespace Enrollment.Web.CommandLine.Oulad;

/// <summary>A module and its presentation, such as AAA and 2013J.</summary>
readonly record struct PresentationKey(string Module, string Presentation)
{
    public override string ToString() => $"{Module}-{Presentation}";
}

/// <summary>Tutor-marked and computer-marked assignments, and the examination.</summary>
enum AssessmentType
{
    TMA,
    CMA,
    Exam,
}

/// <summary>What the university recorded at the end.</summary>
enum FinalResult
{
    Pass,
    Distinction,
    Fail,
    Withdrawn,
}

// A row of each file; days count from the presentation's start.

sealed record CourseRow(int Line, PresentationKey Key, int Days);

sealed record AssessmentRow(int Line, PresentationKey Key, int Id, AssessmentType Type, decimal Weight);

sealed record InfoRow(int Line, PresentationKey Key, int Student, FinalResult Result);

sealed record RegistrationRow(int Line, PresentationKey Key, int Student, int? Registered, int? Unregistered);

/// <summary>A struct, since there are many. No score: it was handed in and has no mark in the file.</summary>
readonly record struct ScoreRow(int Line, int Assessment, int Student, int SubmittedOn, bool IsBanked, decimal? Score);
