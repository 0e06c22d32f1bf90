using System.Text;
using Enrollment.Admissions.Documents;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions.Documents;

/// <summary>What becomes of documents by what the scanner says, and when it says nothing.</summary>
public sealed class DocumentScanTests
{
    [Fact]
    public async Task A_clean_document_is_handed_out_at_once()
    {
        await using var system = WithScanner(new SetScanner());
        var application = await system.AddDraftIdAsync();

        var document = (await system.UploadAsync(application, SampleFiles.Pdf())).Value.Document;

        document.Scan.ShouldBe(ScanState.Clean);
        await OpensAsync(system, document);
    }

    [Fact]
    public async Task An_infected_document_is_refused_with_the_name_of_its_signature_and_leaves_nothing()
    {
        await using var system = WithScanner(new SetScanner { Verdict = new(ScanOutcome.Infected, "Test.Virus") });

        var refusal = (await system.UploadAsync(await system.AddDraftIdAsync(), SampleFiles.Pdf())).Refusal!;

        (refusal.Kind, refusal.Code).ShouldBe((RefusalKind.Rule, "document_infected"));
        refusal.Message.ShouldContain("Test.Virus");
        (await system.CountAsync("DocumentContents")).ShouldBe(0);
        Directory.GetFiles(system.Options.DocumentsPath, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_document_waits_in_quarantine_until_a_scanner_that_was_away_has_seen_it()
    {
        var scanner = new SetScanner { Verdict = new(ScanOutcome.Unavailable, "It is away.") };
        await using var system = WithScanner(scanner);
        var document = (await system.UploadAsync(await system.AddDraftIdAsync(), SampleFiles.Pdf())).Value.Document;

        document.Scan.ShouldBe(ScanState.Scanning);
        (await FileRefusedAsync(system, document)).Code.ShouldBe("document_in_quarantine");
        (await VerifyAsync(system, document)).Refusal!.Code.ShouldBe("document_in_quarantine");
        (await system.ScanAsync()).Refusal!.Code.ShouldBe("scanner_away");

        scanner.Verdict = new(ScanOutcome.Clean);
        (await system.ScanAsync()).Value.ShouldBe(1);
        (await system.ScanAsync()).Value.ShouldBe(0);

        await OpensAsync(system, document);
        (await VerifyAsync(system, document)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task A_document_that_is_found_infected_later_is_never_handed_out_for_any_application()
    {
        var scanner = new SetScanner();
        await using var system = WithScanner(scanner);
        var (first, second) = (await system.AddDraftIdAsync(), await system.AddDraftIdAsync());
        var document = (await system.UploadAsync(first, SampleFiles.Pdf())).Value.Document;

        scanner.Verdict = new(ScanOutcome.Infected, "Test.New");
        (await system.UploadAsync(second, SampleFiles.Pdf())).Refusal!.Code.ShouldBe("document_infected");

        var after = await system.DocumentAsync(document);
        (after.Scan, after.Signature).ShouldBe((ScanState.Infected, "Test.New"));
        (await FileRefusedAsync(system, document)).Code.ShouldBe("document_infected");
        scanner.Verdict = new(ScanOutcome.Unavailable, "It is away.");
        (await system.UploadAsync(second, SampleFiles.Pdf())).Refusal!.Code.ShouldBe("document_infected");
    }

    [Fact]
    public async Task A_document_from_before_there_was_a_scanner_waits_for_it_and_is_scanned()
    {
        using var database = new TestDatabase();
        DocumentView document;
        await using (var before = new TestSystem(database: new TestDatabase(database.Options)))
            document = (await before.UploadAsync(await before.AddDraftIdAsync(), SampleFiles.Pdf())).Value.Document;
        document.Scan.ShouldBe(ScanState.Unscanned);

        await using var system = WithScanner(new SetScanner(), new TestDatabase(database.Options));
        (await FileRefusedAsync(system, document)).Code.ShouldBe("document_in_quarantine");
        (await system.ScanAsync()).Value.ShouldBe(1);

        await OpensAsync(system, document);
    }

    [Fact]
    public async Task A_document_that_the_scanner_declines_stays_in_quarantine_and_keeps_none_from_its_turn()
    {
        var scanner = new SetScanner { Verdict = new(ScanOutcome.Declined, "Too long.") };
        await using var system = WithScanner(scanner);
        var document = (await system.UploadAsync(await system.AddDraftIdAsync(), SampleFiles.Pdf())).Value.Document;

        (await system.ScanAsync()).Value.ShouldBe(1);
        (await system.ScanAsync()).Value.ShouldBe(0);
        (await FileRefusedAsync(system, document)).Code.ShouldBe("document_in_quarantine");

        scanner.Verdict = new(ScanOutcome.Clean);
        system.Clock.Advance(TimeSpan.FromDays(2));
        (await system.ScanAsync()).Value.ShouldBe(1);
        await OpensAsync(system, document);
    }

    [Fact]
    public async Task More_documents_than_a_batch_are_scanned_batch_by_batch()
    {
        var scanner = new SetScanner { Verdict = new(ScanOutcome.Unavailable) };
        await using var system = WithScanner(scanner);
        var application = await system.AddDraftIdAsync();
        for (var number = 0; number <= DocumentScanning.BatchSize; number++)
            (await system.UploadAsync(application, SampleFiles.Pdf(tag: $"{number}"))).Refusal.ShouldBeNull();
        scanner.Verdict = new(ScanOutcome.Clean);

        (await system.ScanAsync()).Value.ShouldBe(DocumentScanning.BatchSize);
        (await system.ScanAsync()).Value.ShouldBe(1);
        (await system.ScanAsync()).Value.ShouldBe(0);
    }

    static TestSystem WithScanner(SetScanner scanner, TestDatabase? database = null) =>
        new(configure: services => services.AddSingleton<IDocumentScanner>(scanner), database: database);

    static async Task OpensAsync(TestSystem system, DocumentView document)
    {
        var file = await system.DoAsync(new GetDocumentFile(document.ApplicationId, document.Id));
        await using var content = file.Content;
        using var reader = new StreamReader(content, Encoding.Latin1);
        (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldStartWith("%PDF");
    }

    static Task<Refusal> FileRefusedAsync(TestSystem system, DocumentView document) =>
        system.RefusedAsync(new GetDocumentFile(document.ApplicationId, document.Id));

    static Task<Result<DocumentView>> VerifyAsync(TestSystem system, DocumentView document) =>
        system.SendAsync(
            new ReviewDocument(document.ApplicationId, document.Id, document.Version, DocumentReview.Verified, null),
            Callers.Registrar
        );

    /// <summary>Says what a test sets.</summary>
    sealed class SetScanner : IDocumentScanner
    {
        internal ScanVerdict Verdict { get; set; } = new(ScanOutcome.Clean);

        public bool IsConfigured => true;

        public Task<ScanVerdict> ScanAsync(Stream content, CancellationToken token) => Task.FromResult(Verdict);
    }
}
