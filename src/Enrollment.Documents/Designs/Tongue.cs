using Enrollment.Certificates.Designs;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Designs;

/// <summary>One of the languages of a design: the usual words, or those that the design has instead.</summary>
internal sealed class Tongue(string language, DesignWords? own)
{
    private readonly SheetWords words = SheetWords.Of("Certificate", language);

    public string Language => language;

    public bool IsRightToLeft => language == "ar";

    public string this[string key] =>
        key switch
        {
            "heading" => own?.Heading,
            "certify" => own?.Certify,
            "completed" => own?.Completed,
            _ => null,
        } ?? words[key];

    public string Date(DateOnly day) => words.Date(day);

    public string Number(decimal number) => words.Number(number);

    public string Fill(string key, params ReadOnlySpan<(string Word, string Text)> values) => words.Fill(key, values);

    /// <summary>Fits one of its texts; runs of it are known to be in the language.</summary>
    public FittedText Fit(string text, Fitting fitting, Certificates.Typesetter set) =>
        set.Shared(text, fitting).In(language);
}
