namespace Enrollment.Web.Hosting;

/// <summary>How much one file may bring.</summary>
public sealed class ImportSettings
{
    /// <summary>The largest file in bytes, 1,024 to 1,073,741,824; 64 MiB unless set.</summary>
    public long MaxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The rows of one file below its headers, 1 to 1,000,000.</summary>
    public int MaxRows { get; set; } = 250_000;

    internal void Check()
    {
        if (MaxBytes is < 1_024 or > 1_073_741_824)
            throw new SettingsException("Enrollment:Import:MaxBytes must lie between 1,024 and 1,073,741,824.");
        if (MaxRows is < 1 or > 1_000_000)
            throw new SettingsException("Enrollment:Import:MaxRows must lie between 1 and 1,000,000.");
    }
}
