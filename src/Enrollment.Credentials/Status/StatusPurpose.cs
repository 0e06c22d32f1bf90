namespace Enrollment.Credentials.Status;

/// <summary>What a bit that is set says.</summary>
public enum StatusPurpose
{
    /// <summary>The credential no longer counts.</summary>
    Revocation,

    /// <summary>It doesn't count for the time being.</summary>
    Suspension,
}

static class StatusPurposes
{
    /// <summary>What the address of a list of suspensions has behind that of the list with the same places.</summary>
    internal const string SuspendedPath = "/suspended";

    internal static string Word(this StatusPurpose purpose) =>
        purpose == StatusPurpose.Revocation ? "revocation" : "suspension";

    internal static StatusPurpose? Read(string word) =>
        word switch
        {
            "revocation" => StatusPurpose.Revocation,
            "suspension" => StatusPurpose.Suspension,
            _ => null,
        };
}
