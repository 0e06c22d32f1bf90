namespace Enrollment.People;

/// <summary>Reads names of scripts that the core has no table for, such as Han and Arabic.</summary>
public interface INameRomanizer
{
    /// <summary>
    /// The text in Latin letters as ICU's transform Any-Latin has it, with its marks; syllables of Han characters are
    /// words. Only for comparing: no name is shown or stored so (rule 11).
    /// </summary>
    string ToLatin(string text);
}
