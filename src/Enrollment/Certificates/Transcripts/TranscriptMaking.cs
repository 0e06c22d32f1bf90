using Enrollment.Assessments;
using Enrollment.Cohorts;
using Enrollment.Pipeline;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Enrollment.Certificates.Transcripts;

/// <summary>
/// Makes transcripts as signed files. They are made anew for whoever asks: it is the certificate that is frozen, and a
/// transcript says on which day it was made from which release.
/// </summary>
public sealed partial class TranscriptMaking(
    IMediator mediator,
    ITranscriptRenderer renderer,
    IDocumentSigner signer,
    CertificateOptions options,
    TimeProvider time,
    ILogger<TranscriptMaking> log
)
{
    /// <summary>The transcript of an enrollment in a language (ISO 639-1: en, kk, ru, zh; English where there is none).</summary>
    public async Task<Result<TranscriptFile>> MakeAsync(Guid enrollmentId, string? language, CancellationToken token)
    {
        var read = await mediator.Send(new GetTranscript(enrollmentId, language), token);
        if (read.Refusal is { } refusal)
            return refusal;

        var transcript = read.Value;
        if (renderer.FindUnprintable(transcript) is { Count: > 0 } problems)
            return CertificateErrors.TranscriptUnprintable(problems);

        var (now, center) = (time.GetUtcNow(), transcript.Qualification);
        var spoken = ExplanationWords.In(language).Language;
        var pdf = renderer.Render(
            new PrintedTranscript(
                transcript,
                spoken,
                LocalDay.Of(now, center.TimeZone),
                LocalDay.Of(transcript.ReleasedAt, center.TimeZone),
                options.Specimen
            )
        );
        var request = new SignatureRequest(center.CenterCode, center.CenterName, center.City, now)
        {
            Reason = "Transcript made by the center",
        };
        try
        {
            var signed = await signer.SignAsync(pdf, request, token);
            if (signed.Shortfall is { } shortfall)
                FellShort(log, enrollmentId, shortfall);
            return new TranscriptFile(Name(transcript, spoken), signed.Pdf);
        }
        catch (DocumentSigningException failure)
        {
            Failed(log, enrollmentId, failure);
            return CertificateErrors.TranscriptNotSigned(failure);
        }
    }

    static string Name(Transcript transcript, string language) =>
        FormattableString.Invariant(
            $"transcript-{transcript.Qualification.CohortCode}-{transcript.Holder.TraineeNumber}-{language}.pdf"
        );

    [LoggerMessage(LogLevel.Error, "The transcript of enrollment {Id} couldn't be signed.")]
    static partial void Failed(ILogger log, Guid id, Exception failure);

    [LoggerMessage(
        LogLevel.Warning,
        "The transcript of enrollment {Id} was signed with less than the settings ask for: {Shortfall}"
    )]
    static partial void FellShort(ILogger log, Guid id, string shortfall);
}

/// <summary>A signed transcript and a name for its file.</summary>
public sealed record TranscriptFile(string Name, ReadOnlyMemory<byte> Content);
