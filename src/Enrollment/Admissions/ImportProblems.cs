using Enrollment.Pipeline;

namespace Enrollment.Admissions;

/// <summary>What an imported row can be refused for, beside its fields' own rules.</summary>
static class ImportProblems
{
    internal static FieldProblem NoKey { get; } =
        new(
            "reference",
            "no_key",
            "Give a reference, or both the e-mail and the birth date: without them the same person couldn't be recognized "
                + "when the file is sent again."
        );

    internal static FieldProblem AmbiguousPerson { get; } =
        new(
            "reference",
            "ambiguous_person",
            "Two people here have this name, birth date and e-mail. Give the reference of the one that is meant."
        );

    internal static FieldProblem DuplicateRow(int first) =>
        new("reference", "duplicate_row", $"Row {first} is about the same person. Remove one of them.");

    internal static FieldProblem NotImportable(ApplicationState state) =>
        new(
            "state",
            "state_not_importable",
            $"An application enters as draft or submitted, not as '{state.Wire()}'. Import it so, then take it on by its transitions."
        );

    internal static FieldProblem OtherState(ApplicationState there) =>
        new(
            "state",
            "state_differs",
            $"The application is '{there.Wire()}' here, and an import takes it nowhere else. Use its transitions, or leave this blank."
        );

    internal static FieldProblem Sent { get; } = Field("statement", ApplicationErrors.NotADraft);

    /// <summary>A refusal that a transition would meet with, as a problem of the column that asks for it.</summary>
    internal static FieldProblem Field(string field, Refusal refusal) => new(field, refusal.Code, refusal.Message);
}
