namespace Enrollment.Documents.Pdf;

/// <summary>What a file says about itself. The date is handed in, never read from a clock.</summary>
/// <param name="Title">Shown in the title bar of a reader.</param>
/// <param name="Author">The issuing organization.</param>
/// <param name="Language">Language of text that doesn't say otherwise, a BCP 47 tag.</param>
/// <param name="CreatedOn">Date of creation and of last change, at midnight UTC.</param>
internal sealed record DocumentProperties(string Title, string Author, string Language, DateOnly CreatedOn);
