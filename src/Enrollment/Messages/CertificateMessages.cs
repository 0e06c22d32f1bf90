using Enrollment.Certificates;
using Enrollment.Cohorts;

namespace Enrollment.Messages;

/// <summary>The one table of which change of a certificate its holder is written about, and what.</summary>
static class CertificateMessages
{
    /// <summary>Null: nothing, since nobody ever held it.</summary>
    internal static MessageKind? Of(CertificateVerb verb) =>
        verb switch
        {
            CertificateVerb.Suspend => MessageKind.CertificateSuspended,
            CertificateVerb.Resume => MessageKind.CertificateResumed,
            CertificateVerb.Revoke => MessageKind.CertificateRevoked,
            CertificateVerb.Reinstate => MessageKind.CertificateReinstated,
            CertificateVerb.Void => null,
            _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, null),
        };

    /// <summary>
    /// Of a new certificate, as its center delivers them; null: nothing. That an old one counts no more is told in any case.
    /// </summary>
    internal static MessageKind? OfIssue(bool replacesAnother, CertificateDelivery delivery) =>
        replacesAnother ? MessageKind.CertificateReplaced
        : delivery == CertificateDelivery.None ? null
        : MessageKind.CertificateIssued;
}
