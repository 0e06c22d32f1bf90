namespace Enrollment.Certificates;

/// <summary>The status of a certificate, apart from its number (rule 23).</summary>
public enum CertificateState
{
    /// <summary>Its number is taken and its content frozen; the file is being made.</summary>
    Prepared,
    Issued,

    /// <summary>It doesn't count for the time being.</summary>
    Suspended,
    Revoked,
    Replaced,

    /// <summary>The number was taken and never issued; it isn't used again.</summary>
    Void,
}

public enum CertificateVerb
{
    /// <summary>Takes its force for the time being, such as while an appeal or an inquiry runs.</summary>
    Suspend,

    /// <summary>Ends a suspension.</summary>
    Resume,
    Revoke,

    /// <summary>Takes a revocation back.</summary>
    Reinstate,

    /// <summary>Gives up a number whose document was never finished.</summary>
    Void,
}

/// <summary>The one table of a certificate's transitions; each demands a reason.</summary>
public static class CertificateTransitions
{
    public static (IReadOnlyList<CertificateState> From, CertificateState To) Of(CertificateVerb verb) =>
        verb switch
        {
            CertificateVerb.Suspend => ([CertificateState.Issued], CertificateState.Suspended),
            CertificateVerb.Resume => ([CertificateState.Suspended], CertificateState.Issued),
            CertificateVerb.Revoke => ([CertificateState.Issued, CertificateState.Suspended], CertificateState.Revoked),
            CertificateVerb.Reinstate => ([CertificateState.Revoked], CertificateState.Issued),
            CertificateVerb.Void => ([CertificateState.Prepared], CertificateState.Void),
            _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, null),
        };
}
