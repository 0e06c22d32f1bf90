using Enrollment.Pipeline;

namespace Enrollment.Certificates.Transcripts;

/// <summary>Draws transcripts as PDF: equal ones give equal bytes. Thread-safe.</summary>
public interface ITranscriptRenderer
{
    /// <summary>
    /// Texts that no font can draw, one problem per character that is missing. Empty when the transcript can be drawn.
    /// </summary>
    IReadOnlyList<FieldProblem> FindUnprintable(Transcript transcript);

    /// <summary>
    /// The file, with one empty signature field. Throws <see cref="InvalidOperationException"/> for a transcript that
    /// can't be drawn.
    /// </summary>
    byte[] Render(PrintedTranscript printed);
}

/// <summary>A transcript for paper.</summary>
/// <param name="Transcript">What it says; its reasons are in the same language.</param>
/// <param name="Language">ISO 639-1: en, kk, ru or zh.</param>
/// <param name="MadeOn">The day at the center.</param>
/// <param name="ReleasedOn">The day, at the center, of the release that it shows.</param>
/// <param name="Specimen">Whether it is going to be signed with a key that anybody could have made.</param>
public sealed record PrintedTranscript(
    Transcript Transcript,
    string Language,
    DateOnly MadeOn,
    DateOnly ReleasedOn,
    bool Specimen
);
