using Enrollment.Pipeline;

namespace Enrollment.Certificates;

/// <summary>Why a certificate isn't issued or changed. Rows of a bulk issue carry these as their own problem.</summary>
public static class CertificateErrors
{
    internal static FieldProblem EnrollmentNotFound { get; } =
        new("enrollmentId", "enrollment_not_found", "There is no enrollment with this id.");

    internal static FieldProblem NoDecision { get; } =
        new("enrollmentId", "no_board_decision", "The assessment board hasn't decided on this enrollment.");

    internal static FieldProblem MinutesOpen(string number) =>
        new("enrollmentId", "minutes_open", $"The minutes {number} aren't sealed yet. Seal them first.");

    internal static FieldProblem NotPassed(string decision) =>
        new("enrollmentId", "not_passed", $"The board's decision is {decision}; it leads to no certificate.");

    internal static FieldProblem ResultChanged(string decision, string present) =>
        new(
            "enrollmentId",
            "result_changed",
            $"The board decided {decision}, and since then {present} is computed. Let a board decide anew first."
        );

    internal static FieldProblem AwardInFuture(DateOnly date) =>
        new("awardedOn", "award_in_future", $"The board's date {date:yyyy-MM-dd} lies in the future.");

    internal static FieldProblem AwardBeforeStart(DateOnly date, DateOnly start) =>
        new(
            "awardedOn",
            "award_before_start",
            $"The board's date {date:yyyy-MM-dd} lies before the cohort's start on {start:yyyy-MM-dd}."
        );

    internal static FieldProblem AwardedAlready { get; } =
        new(
            "enrollmentId",
            "awarded_already",
            "This person holds the award of this course already, from another cohort. It is renewed by a later decision where it expires or was revoked."
        );

    internal static FieldProblem ExpiredAlready(DateOnly last, DateOnly held, int months) =>
        new(
            "awardedOn",
            "expired_already",
            $"The certificate would have expired already: its last day was {last:yyyy-MM-dd}, {months} months after the board's date {held:yyyy-MM-dd}. Let a board decide anew, and its later date counts."
        );

    internal const string IssuedAlreadyCode = "issued_already";

    /// <summary>Something outside keeps a document from being made, not the certificate itself.</summary>
    internal const string DocumentDelayedCode = "document_delayed";

    internal static FieldProblem VoidedMeanwhile { get; } =
        new("enrollmentId", "voided_meanwhile", "The number was given up while the document was being made.");

    internal static FieldProblem DocumentFailed(string serial, DocumentFailure failure) =>
        new(
            "enrollmentId",
            failure.CanRetry ? DocumentDelayedCode : "document_failed",
            $"The document {serial} couldn't be made: {failure.Message} The number is kept, and the document is tried again."
        );

    internal static FieldProblem IssuedAlready(string serial) =>
        new(
            "enrollmentId",
            IssuedAlreadyCode,
            $"Certificate {serial} was issued on this enrollment. Replace it instead."
        );

    internal static FieldProblem ReplacedAlready(string serial) =>
        new(
            "enrollmentId",
            IssuedAlreadyCode,
            $"Certificate {serial} was issued on this enrollment and replaced since. Replace the newest one; if that is revoked, reinstate it, or let a later decision of a board renew the award."
        );

    internal static FieldProblem RevokedAlready(string serial) =>
        new(
            "enrollmentId",
            "certificate_revoked",
            $"Certificate {serial} of this enrollment is revoked. Reinstate it if the award stands."
        );

    internal static FieldProblem Unprintable(UnprintableCharacter character) =>
        new(
            character.Field,
            "unprintable_character",
            $"No font has the character '{character.Character}' ({character.CodePoint}). If the text is right, tell whoever runs this installation that its script is missing; until then a name can be printed in another spelling."
        );

    public static Refusal NotIssued(CertificateState state) =>
        Refusal.Conflict(
            "certificate_not_issued",
            $"The certificate is '{state.Wire()}'; only an issued one can be replaced."
        );

    public static Refusal WrongState(CertificateVerb verb, CertificateState state) =>
        Refusal.Conflict(
            "transition_not_allowed",
            $"'{verb.Wire()}' isn't possible while the certificate is '{state.Wire()}'."
        );

    public static Refusal TranscriptUnprintable(IReadOnlyList<FieldProblem> problems) =>
        Refusal.Rule(
            "unprintable_character",
            "No font has a character that the transcript would print. Correct the texts that 'problems' names.",
            [.. problems]
        );

    public static Refusal TranscriptNotSigned(DocumentSigningException failure) =>
        failure.CanRetry
            ? new(RefusalKind.Busy, "signing_unavailable", $"{failure.Message} Try again later.")
            : Refusal.Conflict("signing_failed", failure.Message);

    public static Refusal NothingToPrint { get; } =
        new(
            RefusalKind.NotFound,
            "certificate_not_found",
            "No certificate of this cohort is issued and in force. Issue them first."
        );

    public static Refusal TooManyToPrint(int most) =>
        Refusal.Rule(
            "too_many_to_print",
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"One file holds at most {most:N0} certificates. Download them as a ZIP file instead."
            )
        );

    public static Refusal FileNotReady { get; } =
        Refusal.Conflict("file_not_ready", "The document is being made. Try again in a moment.");

    public static Refusal NoCredential(string serial) =>
        new(RefusalKind.NotFound, "credential_not_found", $"Certificate {serial} was issued without a credential.");

    public static Refusal NoStatusList(int number, int newest) =>
        new(
            RefusalKind.NotFound,
            "status_list_not_found",
            $"There is no status list {number}; the newest one is {newest}."
        );

    public static Refusal NoAchievement(GetAchievement asked) =>
        new(
            RefusalKind.NotFound,
            "achievement_not_found",
            $"There is no version {asked.CourseVersion} of the course '{asked.CourseCode}' at the center '{asked.CenterCode}'."
        );

    public static Refusal NoAchievementIn(string language) =>
        new(
            RefusalKind.NotFound,
            "achievement_not_found",
            $"The course isn't described in '{language}'. Leave the language out for English."
        );

    public static Refusal ReviewClosed { get; } = Refusal.Conflict("review_closed", "The review isn't open any more.");

    public static Refusal ReviewOutcomeUntrue(ReviewOutcome outcome, CertificateState state) =>
        Refusal.Rule(
            "review_outcome_untrue",
            $"The certificate is '{state.Wire()}'. Revoke or replace it by its own act first, or close the review otherwise.",
            new FieldProblem("outcome", "review_outcome_untrue", $"'{outcome}' isn't what became of the certificate.")
        );

    public static Refusal ReviewBeforeSeal(string number) =>
        Refusal.Conflict(
            "minutes_open",
            $"The minutes {number} aren't sealed yet, so the decision may still change. Seal them first."
        );

    /// <summary>The refusal of a single request for what is the problem of one row among many.</summary>
    internal static Refusal Of(FieldProblem problem) =>
        problem.Code == DocumentDelayedCode
            ? new(RefusalKind.Busy, problem.Code, problem.Message)
            : Refusal.Rule(problem.Code, problem.Message, problem);
}
