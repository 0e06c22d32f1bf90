using Enrollment.Documents.Certificates;
using Enrollment.Documents.Pdf;
using Enrollment.Pipeline;

namespace Enrollment.Documents.Designs;

/// <summary>Which of the names of a thing stand on a sheet, the large one first.</summary>
internal static class SpokenTexts
{
    /// <summary>
    /// Its name in each language of the design, what reads the same once. Where there is none in one of them, the usual two
    /// are there in any case. The language is null where it isn't known.
    /// </summary>
    public static IReadOnlyList<(string Text, string? Language)> Of(Naming naming, IReadOnlyList<Tongue> tongues)
    {
        var usual = Usual(naming, tongues[0]);
        if (naming.Further is not { Count: > 0 })
        {
            return usual;
        }
        var found = tongues.Select(tongue => (Text: naming.In(tongue.Language), tongue.Language)).ToList();
        var spoken = new List<(string, string?)> { found[0] is (string first, var its) ? (first, its) : usual[0] };
        foreach (var (text, language) in found.Skip(1))
        {
            if (text is not null)
            {
                spoken.Add((text, language));
            }
        }
        if (found.Any(one => one.Text is null))
        {
            spoken.AddRange(usual);
        }
        return [.. spoken.DistinctBy(one => one.Item1)];
    }

    public static FittedText Fit((string Text, string? Language) spoken, Fitting fitting, Typesetter set)
    {
        var fitted = set.Shared(spoken.Text, fitting);
        return spoken.Language is { } language ? fitted.In(language) : fitted;
    }

    // Local names are in the language of the country: first on a sheet that speaks it first.
    private static IReadOnlyList<(string, string?)> Usual(Naming naming, Tongue principal) =>
        string.IsNullOrWhiteSpace(naming.Local) ? [(naming.Text, null)]
        : principal.Language is "kk" or "ru" ? [(naming.Local, null), (naming.Text, null)]
        : [(naming.Text, null), (naming.Local, null)];
}
