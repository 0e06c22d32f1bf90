using Enrollment.Admissions.Documents;
using Enrollment.Storage.Scanning;

namespace Enrollment.Web.Hosting;

/// <summary>How applicants' documents are taken.</summary>
public sealed class DocumentSettings
{
    /// <summary>The largest file in bytes, 1,000 to 1,000,000,000.</summary>
    public long MaximumBytes { get; set; } = DocumentOptions.DefaultMaximumBytes;

    /// <summary>
    /// Where ClamAV's daemon listens, <c>host:port</c> or <c>unix:/path</c>; documents are handed out only once it has seen
    /// them. Its StreamMaxLength must be at least <see cref="MaximumBytes"/>. Empty: no scanner.
    /// </summary>
    public string ClamAv { get; set; } = "";

    internal void Check()
    {
        if (MaximumBytes is < 1_000 or > 1_000_000_000)
            throw new SettingsException("Enrollment:Documents:MaximumBytes must lie between 1,000 and 1,000,000,000.");
        if (ClamAv.Length > 0 && ClamAvAddress.Parse(ClamAv) is null)
            throw new SettingsException(
                "Enrollment:Documents:ClamAv must be host:port or unix:/path, such as 127.0.0.1:3310."
            );
    }
}
