using Enrollment.Accounts;
using Enrollment.Admissions.Documents;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;

namespace Enrollment.Tests.Admissions.Documents;

/// <summary>Uploads below the web.</summary>
static class UploadBuilder
{
    internal static Task<Result<AddedDocument>> UploadAsync(
        this TestSystem system,
        Guid applicationId,
        byte[] content,
        Caller? caller = null
    ) =>
        system.UseAsync<DocumentUploading, Result<AddedDocument>>(
            async (uploading, token) =>
            {
                var received = await uploading.ReceiveAsync(new MemoryStream(content), token);
                await using var file = received.Value;
                return await uploading.AddAsync(applicationId, DocumentKind.Diploma, "diploma.pdf", file, token);
            },
            caller
        );

    internal static Task<Result<int>> ClearAsync(this TestSystem system) =>
        system.UseAsync<DocumentClearing, Result<int>>((clearing, token) => clearing.ClearAsync(token));

    internal static Task<Result<int>> ScanAsync(this TestSystem system) =>
        system.UseAsync<DocumentScanning, Result<int>>((scanning, token) => scanning.ScanAsync(token));

    internal static async Task<Guid> AddDraftIdAsync(this TestSystem system) =>
        (await system.AddDraftAsync((await system.AddCohortAsync()).Id)).Id;

    internal static Task<DocumentView> DocumentAsync(this TestSystem system, DocumentView of) =>
        system.DoAsync(new GetDocument(of.ApplicationId, of.Id));
}
