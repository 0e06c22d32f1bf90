using Enrollment.Admissions.Documents;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions.Documents;

/// <summary>A content goes when nothing uses it and time has passed, and never from under a document.</summary>
public sealed class DocumentClearingTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_content_goes_a_day_after_its_last_document()
    {
        await using var system = new TestSystem();
        var (first, second) = (await system.AddDraftIdAsync(), await system.AddDraftIdAsync());
        var one = (await system.UploadAsync(first, SampleFiles.Pdf())).Value.Document;
        var two = (await system.UploadAsync(second, SampleFiles.Pdf())).Value.Document;
        one.Hash.ShouldBe(two.Hash);

        await RemoveAsync(system, one);
        system.Clock.Advance(TimeSpan.FromDays(2));
        (await system.ClearAsync()).Value.ShouldBe(0);
        (await IsThereAsync(system, one.Hash)).ShouldBeTrue();

        await RemoveAsync(system, two);
        system.Clock.Advance(TimeSpan.FromHours(23));
        (await system.ClearAsync()).Value.ShouldBe(0);
        system.Clock.Advance(TimeSpan.FromHours(2));
        (await system.ClearAsync()).Value.ShouldBe(1);

        (await IsThereAsync(system, one.Hash)).ShouldBeFalse();
        (await system.CountAsync("DocumentContents")).ShouldBe(0);
        (await system.UploadAsync(first, SampleFiles.Pdf())).Value.IsNew.ShouldBeTrue();
        (await IsThereAsync(system, one.Hash)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_content_whose_upload_got_no_further_than_its_reservation_goes_after_a_day()
    {
        await using var system = new TestSystem();
        var hash = new string('a', 64);
        await system.DoAsync(
            new ReserveContent(await system.AddDraftIdAsync(), hash, 1, "application/pdf", ScanState.Unscanned)
        );

        (await system.ClearAsync()).Value.ShouldBe(0);
        system.Clock.Advance(TimeSpan.FromHours(25));
        (await system.ClearAsync()).Value.ShouldBe(1);

        (await system.CountAsync("DocumentContents")).ShouldBe(0);
    }

    [Fact]
    public async Task A_content_that_is_uploaded_while_it_is_cleared_is_asked_to_come_again()
    {
        await using var system = new TestSystem();
        var application = await system.AddDraftIdAsync();
        var document = (await system.UploadAsync(application, SampleFiles.Pdf())).Value.Document;
        await RemoveAsync(system, document);
        system.Clock.Advance(TimeSpan.FromHours(25));
        var claim = await system.DoAsync(new ClaimUnused(10));
        claim.Contents.ShouldHaveSingleItem().Hash.ShouldBe(document.Hash);

        var refused = (await system.UploadAsync(application, SampleFiles.Pdf())).Refusal!;

        (refused.Kind, refused.Code).ShouldBe((RefusalKind.Busy, "document_being_cleared"));
        await system.DoAsync(new ForgetContents(claim.Contents, claim.At));
        (await system.UploadAsync(application, SampleFiles.Pdf())).Value.IsNew.ShouldBeTrue();
    }

    [Fact]
    public async Task A_removal_whose_process_died_is_finished_by_the_next_or_given_up_for_an_upload()
    {
        await using var system = new TestSystem();
        var application = await system.AddDraftIdAsync();
        var document = (await system.UploadAsync(application, SampleFiles.Pdf())).Value.Document;
        await RemoveAsync(system, document);
        system.Clock.Advance(TimeSpan.FromHours(25));
        var claim = await system.DoAsync(new ClaimUnused(10));
        await system.Documents.RemoveAsync(document.Hash, Token);

        (await system.ClearAsync()).Value.ShouldBe(0);
        system.Clock.Advance(TimeSpan.FromMinutes(11));
        (await system.UploadAsync(application, SampleFiles.Pdf())).Value.IsNew.ShouldBeTrue();

        // The dead process' last step comes late: it finds nothing of its own any more.
        await system.DoAsync(new ForgetContents(claim.Contents, claim.At));
        (await system.CountAsync("DocumentContents")).ShouldBe(1);
        (await IsThereAsync(system, document.Hash)).ShouldBeTrue();
    }

    [Fact]
    public async Task Uploads_and_clearings_of_one_content_at_once_never_leave_a_document_without_its_file()
    {
        await using var system = new TestSystem();
        var applications = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => system.AddDraftIdAsync()));
        for (var round = 0; round < 15; round++)
        {
            var work = applications.Select(id => Task.Run(() => AddAndRemoveAsync(id), Token)).ToList();
            work.AddRange(
                Enumerable
                    .Range(0, 2)
                    .Select(_ =>
                        Task.Run(
                            async () =>
                            {
                                for (var i = 0; i < 5; i++)
                                    await system.ClearAsync();
                            },
                            Token
                        )
                    )
            );
            await Task.WhenAll(work);
            // So that whatever is unused may be cleared in the next round.
            system.Clock.Advance(TimeSpan.FromHours(25));
        }

        var used = await system.QueryAsync<long>("SELECT Uses FROM DocumentContents WHERE Uses > 0");
        (await system.CountAsync("ApplicationDocuments")).ShouldBe(used.Sum());
        if (used.Count > 0)
            (await IsThereAsync(system, Hash)).ShouldBeTrue();

        async Task AddAndRemoveAsync(Guid application)
        {
            var added = await system.UploadAsync(application, SampleFiles.Pdf());
            if (added.Refusal is { } refusal)
            {
                refusal.Code.ShouldBeOneOf("document_being_cleared", "stale_version");
                return;
            }

            // Whoever has a document has its file.
            (await IsThereAsync(system, Hash)).ShouldBeTrue();
            var document = added.Value.Document;
            await system.SendAsync(new RemoveDocument(application, document.Id, document.Version), Callers.Admin);
        }
    }

    static string Hash { get; } =
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(SampleFiles.Pdf()));

    static Task<DocumentView> RemoveAsync(TestSystem system, DocumentView document) =>
        system.DoAsync(new RemoveDocument(document.ApplicationId, document.Id, document.Version));

    static async Task<bool> IsThereAsync(TestSystem system, string hash)
    {
        await using var file = await system.Documents.OpenAsync(hash, Token);
        return file is not null;
    }
}
