namespace Enrollment.Admissions.Documents;

/// <summary>A virus scanner.</summary>
public interface IDocumentScanner
{
    /// <summary>Without one documents are handed out unscanned, and say so.</summary>
    bool IsConfigured { get; }

    /// <summary>Looks through a content from its start. A scanner that is away is a verdict, not an exception.</summary>
    Task<ScanVerdict> ScanAsync(Stream content, CancellationToken token);
}

public enum ScanOutcome
{
    Clean,
    Infected,

    /// <summary>The scanner refuses this content, for its size say; it will again until somebody sets it up otherwise.</summary>
    Declined,

    /// <summary>It doesn't answer or not as it should; a later try may succeed.</summary>
    Unavailable,
}

/// <param name="Outcome">What the scanner says.</param>
/// <param name="Words">The signature's name, or the scanner's reason.</param>
public sealed record ScanVerdict(ScanOutcome Outcome, string Words = "");
