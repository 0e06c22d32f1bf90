namespace Enrollment.Certificates;

/// <summary>The status of a certificate, apart from its number (rule 23).</summary>
public enum CertificateState
{
    /// <summary>Its number is taken and its content frozen; the file is being made.</summary>
    Prepared,
    Issued,
    Revoked,
    Replaced,

    /// <summary>The number was taken and never issued; it isn't used again.</summary>
    Void,
}

public enum CertificateVerb
{
    Revoke,

    /// <summary>Takes a revocation back.</summary>
    Reinstate,

    /// <summary>Gives up a number whose document was never finished.</summary>
    Void,
}

/// <summary>The one table of a certificate's transitions; each demands a reason.</summary>
public static class CertificateTransitions
{
    public static (CertificateState From, CertificateState To) Of(CertificateVerb verb) =>
        verb switch
        {
            CertificateVerb.Revoke => (CertificateState.Issued, CertificateState.Revoked),
            CertificateVerb.Reinstate => (CertificateState.Revoked, CertificateState.Issued),
            CertificateVerb.Void => (CertificateState.Prepared, CertificateState.Void),
            _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, null),
        };
}
