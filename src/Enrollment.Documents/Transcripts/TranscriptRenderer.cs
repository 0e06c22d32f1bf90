using System.Globalization;
using Enrollment.Certificates.Transcripts;
using Enrollment.Documents.Certificates;
using Enrollment.Documents.Pdf;
using Enrollment.Pipeline;

namespace Enrollment.Documents.Transcripts;

/// <summary>Draws transcripts as PDF/A-3A and PDF/UA-1 files on A4.</summary>
internal sealed class TranscriptRenderer(CertificateTypefaces typefaces) : ITranscriptRenderer
{
    public IReadOnlyList<FieldProblem> FindUnprintable(Transcript transcript)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        return
        [
            .. Printed(transcript)
                .SelectMany(printed =>
                    TextShaper
                        .FindMissing(printed.Text, typefaces.Sans)
                        .Select(missing => Problem(printed.Field, printed.Text, missing))
                ),
        ];
    }

    public byte[] Render(PrintedTranscript printed)
    {
        ArgumentNullException.ThrowIfNull(printed);
        var words = SheetWords.Of("Transcript", printed.Language);
        var (holder, qualification) = (printed.Transcript.Holder, printed.Transcript.Qualification);
        var document = new PdfDocument(
            new(
                $"{words["title"]}: {holder.Names[0].FullName}",
                qualification.CenterName,
                words.Language,
                printed.MadeOn
            )
        );
        new TranscriptSheets(printed, words, typefaces, document).Draw();
        return document.Save();
    }

    /// <summary>Every text of a transcript that somebody entered, with its field.</summary>
    private static IEnumerable<(string Field, string Text)> Printed(Transcript transcript)
    {
        for (var i = 0; i < transcript.Holder.Names.Count; i++)
        {
            yield return (
                FormattableString.Invariant($"holder.names[{i}].fullName"),
                transcript.Holder.Names[i].FullName
            );
        }
        var qualification = transcript.Qualification;
        yield return ("qualification.title", qualification.Title);
        yield return ("qualification.titleLocal", qualification.TitleLocal ?? "");
        yield return ("qualification.titleInLanguage", qualification.TitleInLanguage ?? "");
        yield return ("qualification.centerName", qualification.CenterName);
        yield return ("qualification.centerNameLocal", qualification.CenterNameLocal ?? "");
        yield return ("qualification.centerNameInLanguage", qualification.CenterNameInLanguage ?? "");
        yield return ("qualification.city", qualification.City ?? "");
        var groups = transcript.Contents.Groups;
        for (var i = 0; i < groups.Count; i++)
        {
            yield return (FormattableString.Invariant($"contents.groups[{i}].name"), groups[i].Name);
            for (var j = 0; j < groups[i].Components.Count; j++)
            {
                yield return (
                    FormattableString.Invariant($"contents.groups[{i}].components[{j}].name"),
                    groups[i].Components[j].Name
                );
            }
        }
        yield return ("contents.decision.minutesNumber", transcript.Contents.Decision?.MinutesNumber ?? "");
    }

    private static FieldProblem Problem(string field, string text, MissingCharacter missing) =>
        new(
            field,
            "unprintable_character",
            string.Create(
                CultureInfo.InvariantCulture,
                $"No font has the character '{missing.Text}' (U+{missing.CodePoint:X4}) of \"{text}\". Correct the text and try again."
            )
        );
}
