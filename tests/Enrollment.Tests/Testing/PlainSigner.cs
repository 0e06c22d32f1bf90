using Enrollment.Certificates;

namespace Enrollment.Tests.Testing;

/// <summary>Leaves a document as it is: its content can be compared.</summary>
sealed class PlainSigner : IDocumentSigner
{
    public Task<SignedDocument> SignAsync(
        ReadOnlyMemory<byte> pdf,
        SignatureRequest request,
        CancellationToken cancellationToken
    ) => Task.FromResult(new SignedDocument(pdf, "none", SignatureLevel.Basic));
}
