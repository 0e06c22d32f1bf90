using System.Globalization;
using Enrollment.Admissions.Documents.Formats;
using Enrollment.Pipeline;

namespace Enrollment.Admissions.Documents;

public static class DocumentErrors
{
    public static Refusal TooLarge(long maximumBytes) =>
        new(
            RefusalKind.TooLarge,
            "document_too_large",
            string.Create(
                CultureInfo.InvariantCulture,
                $"A file may have {maximumBytes / 1_000_000m:0.###} MB. Scan it in a lower resolution or in parts."
            )
        )
        {
            Problems = [new("file", "document_too_large", "Send a smaller file.")],
        };

    public static Refusal Empty { get; } = File("document_empty", "The file is empty. Choose the file again.");

    public static Refusal TypeNotTaken { get; } =
        File(
            "document_type_not_taken",
            $"The content is none of {string.Join(", ", DocumentFormat.All.Select(f => f.Name))}; the name doesn't "
                + "matter. Save it as PDF. (Word files with macros, a password or the old form .doc aren't taken.)"
        );

    public static Refusal Unreadable(DocumentFormat format) =>
        File(
            "document_unreadable",
            $"The file begins as {format.Name} and can't be read to its end: it is damaged, cut off or protected by a "
                + "password. Open it, save it again and send that."
        );

    public static Refusal Infected(string signature) =>
        File(
            "document_infected",
            $"The virus scanner knows this content as '{signature}'. It wasn't taken. Check your device, then make the "
                + "file anew."
        );

    public static Refusal IsInfected(string? signature) =>
        Refusal.Conflict(
            "document_infected",
            $"The virus scanner knows this content as '{signature}'. Nobody gets it; ask the applicant for another one."
        );

    public static Refusal InQuarantine { get; } =
        Refusal.Conflict(
            "document_in_quarantine",
            "The virus scanner hasn't seen this document yet. It opens as soon as it has; try again in some minutes."
        );

    public static Refusal BeingCleared { get; } =
        new(RefusalKind.Busy, "document_being_cleared", "This very content is being cleared away. Send it again.");

    public static Refusal TooMany { get; } =
        Refusal.Rule(
            "too_many_documents",
            $"The application has {DocumentOptions.MostPerApplication} documents already. Put the pages into one file."
        );

    public static Refusal ApplicationClosed(ApplicationState state) =>
        Refusal.Conflict(
            "application_takes_no_documents",
            $"The application is '{state.Wire()}' and takes no more documents."
        );

    public static Refusal AlreadySent { get; } =
        Refusal.Conflict(
            "not_a_draft",
            "The application was sent, so its documents stay. Add a better one; staff decide by that."
        );

    public static Refusal ScannerAway(string why) =>
        new(RefusalKind.Busy, "scanner_away", $"The virus scanner doesn't answer; documents wait for it. {why}");

    static Refusal File(string code, string message) =>
        Refusal.Rule(code, message, new FieldProblem("file", code, message));
}
