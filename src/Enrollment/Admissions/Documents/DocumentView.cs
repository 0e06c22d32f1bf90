using Enrollment.Admissions.Selection;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Admissions.Documents;

/// <summary>A document of an application.</summary>
public sealed record DocumentView
{
    public Guid Id { get; init; }
    public Guid ApplicationId { get; init; }
    public DocumentKind Kind { get; init; }

    /// <summary>The name that it came with, made safe.</summary>
    public string FileName { get; init; } = "";

    /// <summary>By its content.</summary>
    public string MediaType { get; init; } = "";
    public long Bytes { get; init; }

    /// <summary>The content's SHA-256 in lower-case hexadecimal digits.</summary>
    public string Hash { get; init; } = "";
    public ScanState Scan { get; init; }

    /// <summary>What the virus scanner knows the content by; null unless infected.</summary>
    public string? Signature { get; init; }
    public DocumentReview Review { get; init; }

    /// <summary>Why staff refused it.</summary>
    public string? Reason { get; init; }
    public DateTimeOffset? ReviewedAt { get; init; }
    public DateTimeOffset AddedAt { get; init; }
    public int Version { get; init; }
}

/// <summary>A document with what decides about access to it, which nobody is shown.</summary>
sealed record DocumentRow
{
    public Guid Id { get; init; }
    public Guid ApplicationId { get; init; }
    public Guid PersonId { get; init; }
    public Guid CohortId { get; init; }
    public ApplicationState State { get; init; }
    public Guid ContentId { get; init; }
    public DocumentKind Kind { get; init; }
    public string FileName { get; init; } = "";
    public string MediaType { get; init; } = "";
    public long ByteSize { get; init; }
    public string Hash { get; init; } = "";
    public ScanState ScanState { get; init; }
    public string? Signature { get; init; }
    public DocumentReview Review { get; init; }
    public string? Reason { get; init; }
    public DateTimeOffset? ReviewedAt { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public int Version { get; init; }

    internal static Task<DocumentRow?> FindAsync(Db db, Guid applicationId, Guid id, CancellationToken token) =>
        db.FindAsync<DocumentRow>(ById, new { Id = id, ApplicationId = applicationId }, token);

    /// <summary>Why nobody gets the content; null: nothing speaks against it.</summary>
    internal Refusal? WhyNotServed(bool hasScanner) =>
        ScanState switch
        {
            ScanState.Infected => DocumentErrors.IsInfected(Signature),
            ScanState.Scanning => DocumentErrors.InQuarantine,
            // What came before a scanner was set up waits for it as well.
            ScanState.Unscanned when hasScanner => DocumentErrors.InQuarantine,
            _ => null,
        };

    internal DocumentView View() =>
        new()
        {
            Id = Id,
            ApplicationId = ApplicationId,
            Kind = Kind,
            FileName = FileName,
            MediaType = MediaType,
            Bytes = ByteSize,
            Hash = Hash,
            Scan = ScanState,
            Signature = Signature,
            Review = Review,
            Reason = Reason,
            ReviewedAt = ReviewedAt,
            AddedAt = CreatedAt,
            Version = Version,
        };

    /// <summary>Without what may name the person: people name files after themselves.</summary>
    internal DocumentRow Hidden() =>
        this with
        {
            FileName = $"{Pseudonym.Of(ApplicationId)}{Path.GetExtension(FileName)}",
            Reason = null,
        };

    internal static readonly Sql ById = new(
        """
        SELECT d.Id, d.ApplicationId, a.PersonId, a.CohortId, a.State, d.ContentId, d.Kind, d.FileName, c.MediaType,
               c.ByteSize, c.Hash, c.ScanState, c.Signature, d.Review, d.Reason, d.ReviewedAt, d.CreatedAt, d.Version
        FROM ApplicationDocuments d
        JOIN DocumentContents c ON c.Id = d.ContentId
        JOIN Applications a ON a.Id = d.ApplicationId
        WHERE d.Id = @Id AND d.ApplicationId = @ApplicationId
        """
    );
}
