namespace Enrollment.Certificates.Transcripts;

/// <summary>Why a place of a transcript is empty; the Diploma Supplement demands a reason for each.</summary>
public enum BlankReason
{
    /// <summary>The register holds nothing of it.</summary>
    NotRecorded,

    /// <summary>The course or its scheme has no such thing.</summary>
    NotOfCourse,
    NoResult,

    /// <summary>The result says nothing of its parts: it came from elsewhere or from before explanations were kept.</summary>
    NoParts,
    NoDecision,
    NoCertificate,

    /// <summary>Fewer results than <see cref="Transcript.LeastResults"/> would tell of single trainees.</summary>
    TooFewResults,

    /// <summary>The register grants no rights; whoever does is asked.</summary>
    NotStated,

    /// <summary>The country's information center for recognition (ENIC-NARIC) describes it.</summary>
    DescribedElsewhere,
    NothingToAdd,
}

/// <summary>An empty place: the field's name as in the answer, and why it is empty, as a code and in words.</summary>
public sealed record TranscriptBlank(string Field, BlankReason Reason, string Text);
