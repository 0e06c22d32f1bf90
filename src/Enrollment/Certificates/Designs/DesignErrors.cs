using Enrollment.Pipeline;

namespace Enrollment.Certificates.Designs;

/// <summary>Why a design is refused.</summary>
public static class DesignErrors
{
    internal static Refusal Faulty(IReadOnlyList<FieldProblem> problems) =>
        Refusal.Rule(
            "design_faulty",
            "A certificate can't be drawn like this. Correct what 'problems' names.",
            [.. problems]
        );

    internal static FieldProblem Stranger(int index, string signatory, string center) =>
        new(
            FormattableString.Invariant($"design.signatures[{index}].signatory"),
            "signatory_unknown",
            $"Center {center} has no signatory '{signatory}'. Write the name as the center has it, or enter the signatory there."
        );

    internal static Refusal Orphan(string signatory, int number)
    {
        var message = FormattableString.Invariant(
            $"Design {number} is in use and has the signature of '{signatory}', who isn't among the signatories. Keep the name, use a design without that signature first, and take the name away then."
        );
        return Refusal.Rule("signature_in_use", message, new FieldProblem("signatories", "signature_in_use", message));
    }

    internal static Refusal Published { get; } =
        Refusal.Conflict(
            "design_published",
            "The design was published and doesn't change any more. Make a new one with the content you want."
        );

    internal static Refusal NotPublished { get; } =
        Refusal.Conflict("design_not_published", "The design is a draft. Look at its preview and publish it first.");

    public static Refusal NoPicture(string why) =>
        new(RefusalKind.Busy, "picture_unavailable", $"No picture could be made of the preview: {why} Read it as PDF.");
}
