using Enrollment.Certificates.Designs;
using Enrollment.Pipeline;

namespace Enrollment.Certificates;

/// <summary>
/// Draws a certificate from its snapshot. Equal snapshots (and credentials) give equal bytes, so a file that was lost to
/// a crash can be drawn again. Thread-safe.
/// </summary>
public interface ICertificateRenderer
{
    /// <summary>The name of the attached credential.</summary>
    const string CredentialFileName = "credential.json";

    /// <summary>The template version that new certificates are issued with where the center has no design.</summary>
    string CurrentTemplateVersion { get; }

    /// <summary>The template version that new certificates are issued with where the center has one.</summary>
    string DesignedTemplateVersion { get; }

    /// <summary>
    /// What keeps a design from being drawn, by field: a logo with more than plain shapes, a color too pale to be read, an
    /// image that is none, a character without a glyph. Empty when nothing does.
    /// </summary>
    IReadOnlyList<FieldProblem> FindFaults(CertificateDesign design);

    /// <summary>
    /// Characters that no font can draw, with the field that holds each; empty when the certificate can be printed
    /// (rule 28: such a certificate is refused, never printed with a box).
    /// </summary>
    IReadOnlyList<UnprintableCharacter> FindUnprintable(CertificateSnapshot snapshot);

    /// <summary>
    /// The PDF file, with one empty signature field. Throws <see cref="InvalidOperationException"/> for an unprintable
    /// snapshot.
    /// </summary>
    /// <param name="snapshot">What stands on it.</param>
    /// <param name="credential">
    /// The same as a signed credential (JSON, UTF-8), to be attached as <see cref="CredentialFileName"/>; empty for none.
    /// </param>
    /// <param name="design">The design that the snapshot names; null where it names none.</param>
    byte[] Render(
        CertificateSnapshot snapshot,
        ReadOnlyMemory<byte> credential = default,
        CertificateDesign? design = null
    );

    /// <summary>Certificates as one file for a printer, a sheet for each: as they look, without signature and credential.</summary>
    /// <param name="title">Of the file.</param>
    /// <param name="sheets">One or more, in printed order.</param>
    byte[] RenderForPrint(string title, IReadOnlyList<PrintSheet> sheets);
}

/// <summary>A character without a glyph: field name in camelCase, the character and its code point (U+XXXX).</summary>
public sealed record UnprintableCharacter(string Field, string Character, string CodePoint);
