namespace Enrollment.Admissions.Documents;

/// <summary>What the applicant says that a document is.</summary>
public enum DocumentKind
{
    Identity,
    Diploma,
    Certificate,
    Photo,
    Other,
}

/// <summary>What staff made of a document.</summary>
public enum DocumentReview
{
    Pending,
    Verified,
    Refused,
}

/// <summary>What is known of a content's harmlessness.</summary>
public enum ScanState
{
    /// <summary>It came while no scanner was set up.</summary>
    Unscanned,

    /// <summary>In quarantine: nobody gets it until the scanner has seen it.</summary>
    Scanning,
    Clean,

    /// <summary>The scanner knows it by a signature; it is never handed out.</summary>
    Infected,
}

/// <summary>Limits of an installation.</summary>
/// <param name="MaximumBytes">The largest file that is taken.</param>
public sealed record DocumentOptions(long MaximumBytes)
{
    /// <summary>25 MB: a diploma with its supplement, scanned in color.</summary>
    public const long DefaultMaximumBytes = 25 * 1000 * 1000;

    /// <summary>How many documents one application takes: far more than any asks for.</summary>
    public const int MostPerApplication = 60;
}
