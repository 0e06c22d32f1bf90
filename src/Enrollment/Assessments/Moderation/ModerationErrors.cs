using Enrollment.Pipeline;

namespace Enrollment.Assessments.Moderation;

public static class ModerationErrors
{
    public static Refusal SameMarker { get; } =
        Refusal.Rule(
            "same_marker",
            "You entered the first mark. The second one is given by somebody else, who doesn't see yours before."
        );

    public static Refusal SecondMarkIn { get; } =
        Refusal.Conflict(
            "second_mark_in",
            "The second mark of this work is in already, and one that has seen the first mark can't be given anew."
        );

    public static Refusal NotAwaited { get; } =
        Refusal.Rule(
            "second_mark_not_awaited",
            "This mark awaits no second mark: its component isn't marked twice, the sample left it out, or there is no value."
        );

    public static Refusal NotDisputed { get; } =
        Refusal.Conflict(
            "not_disputed",
            "A moderator decides where two markers differ beyond the tolerance; here they don't, or it is decided already."
        );

    public static Refusal ModeratorMarked { get; } =
        Refusal.Rule("moderator_marked", "You are one of the two markers. A third person decides between them.");

    public static Refusal NoMark(Guid componentId) => Refusal.NotFound("mark", componentId);

    public static Refusal NotSampled { get; } =
        Refusal.Rule(
            "not_sampled",
            "The scheme asks for no sample at this component: it is second marked throughout or not at all."
        );

    public static Refusal NoComponent(Guid componentId) => Refusal.NotFound("component", componentId);

    public static Refusal NoSample(Guid componentId) => Refusal.NotFound("sample", componentId);

    public static Refusal NothingToDraw { get; } =
        Refusal.Rule(
            "nothing_to_draw",
            "No mark is entered for this attempt on which no board has decided yet, so there is nothing to draw from."
        );

    public static Refusal SampleInUse { get; } =
        Refusal.Conflict(
            "sample_in_use",
            "A second mark of this sample is in, or it was extended: it isn't drawn anew any more."
        );

    public static Refusal MarksReleased { get; } =
        Refusal.Conflict(
            "marks_released",
            "Marks of this attempt were released, so that no second marker is blind to them any more."
        );

    /// <summary>Names the first hundred trainees and tells how many there are.</summary>
    public static Refusal MarksMissing(IReadOnlyList<(Guid EnrollmentId, string PersonName)> missing) =>
        Refusal.Rule(
            "marks_missing",
            $"A sample is drawn once all first marks are in; {missing.Count} are missing. Enter them, absences included.",
            [
                .. missing
                    .Take(100)
                    .Select(m => new FieldProblem(
                        $"marks.{m.EnrollmentId}",
                        "mark_missing",
                        $"Nothing is entered for {m.PersonName}."
                    )),
            ]
        );

    internal static FieldProblem AwaitsSecondMark { get; } =
        new(
            "value",
            "awaits_second_mark",
            "This mark awaits a second mark, or a sample may draw it for one. Till then only who entered it can change it."
        );

    internal static FieldProblem AwaitsModeration { get; } =
        new(
            "value",
            "awaits_moderation",
            "Two markers differ about this mark beyond the tolerance. A moderator sets its value."
        );
}
