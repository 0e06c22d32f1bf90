using Enrollment.Credentials.Proofs;

namespace Enrollment.Credentials.Issuing;

/// <summary>What all credentials of certificates have in common, for whoever announces them.</summary>
public static class CredentialForms
{
    /// <summary>The JSON-LD contexts, in their order.</summary>
    public static IReadOnlyList<string> Contexts => CredentialContexts.Badge;

    public static IReadOnlyList<string> Types { get; } = ["VerifiableCredential", "OpenBadgeCredential"];

    /// <summary>The cryptosuite of the embedded proof.</summary>
    public static string ProofAlgorithm => DataIntegrity.Cryptosuite;

    /// <summary>The JOSE algorithm of the VC-JWT.</summary>
    public static string TokenAlgorithm => CredentialToken.Algorithm;
}
