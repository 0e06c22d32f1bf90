namespace Enrollment.Cohorts;

/// <summary>How the letter about a new certificate brings it to its holder.</summary>
public enum CertificateDelivery
{
    /// <summary>Not at all: there is no letter. That a certificate was replaced is told nevertheless.</summary>
    None,

    /// <summary>By the address at which it is verified.</summary>
    Link,

    /// <summary>By that address, and with the PDF attached.</summary>
    File,
}
