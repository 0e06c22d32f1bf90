using Enrollment.Certificates;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Certificates;

/// <summary>The foot of a certificate: register entry at the left, signatures in the middle, QR code at the right.</summary>
internal sealed class CertificateFoot(
    CertificateSnapshot snapshot,
    CertificateTypefaces typefaces,
    Typesetter set,
    StructureElement structure
)
{
    private const double Left = 72;
    private const double Right = Background.Width - Left;
    private const double ValueLeft = 146;
    private const double RegisterRight = 262;
    private const double RowHeight = 12.2;

    private const double CodeSide = VerificationMark.Side;
    private const double CodeBottom = 67;

    // The address stands on the line of the code's lower edge, the register begins at its upper one.
    private const double AddressLine = CodeBottom;
    private const double FirstRow = CodeBottom + CodeSide - 5.6;

    public void Draw()
    {
        DrawRegister();
        DrawSignatures();
        DrawCode();
        DrawAddress();
    }

    private void DrawRegister()
    {
        var y = FirstRow;
        foreach (var (label, value, isShared) in RegisterRows())
        {
            var fitting = new Fitting(typefaces.Sans, RegisterRight - ValueLeft, 7.8, 4);
            var text = isShared ? set.Shared(value, fitting) : FittedText.Fit(value, fitting);
            set.Labeled(set.Line(label, typefaces.Sans), text, (Left, y + 0.6), (ValueLeft, y));
            y -= RowHeight;
        }
    }

    private IEnumerable<(string Label, string Value, bool IsShared)> RegisterRows()
    {
        yield return ("SERIAL NUMBER", snapshot.Serial, false);
        yield return ("BOARD MINUTES", snapshot.MinutesNumber, true);
        yield return ("AWARDED", PrintedDate.Of(snapshot.AwardedOn), true);
        yield return ("ISSUED", PrintedDate.Of(snapshot.IssuedOn), true);
        if (snapshot.ExpiresOn is { } expiry)
        {
            yield return ("VALID UNTIL", PrintedDate.Of(expiry), true);
        }
    }

    // One or two signatures stand about the middle of the sheet; three need all of the room up to the QR code.
    private void DrawSignatures()
    {
        const double line = 119;
        var count = snapshot.Signatories.Count;
        var (width, gap) = count == 3 ? (118.0, 16.0) : (150.0, 22.0);
        var middle = count == 3 ? (RegisterRight + 12 + Right - CodeSide - 22) / 2 : Background.Width / 2;
        var left = middle - (((count * width) + ((count - 1) * gap)) / 2);
        foreach (var signatory in snapshot.Signatories)
        {
            var x = left + (width / 2);
            Ornaments.SignatureLine(set.Page, left, left + width, line);
            var name = set.Shared(signatory.Name, new(typefaces.Serif, width, 8.8, 7.2, 2));
            var position = set.Shared(signatory.Position, new(typefaces.Sans, width, 7.2, 6.2, 2));
            var y = line - 3 - name.Size;
            set.Centered(name, Palette.Ink, x, y);
            y -= ((name.Lines.Count - 1) * name.Size * Typesetter.Leading) + (position.Size * 1.4);
            set.Centered(position, Palette.Quiet, x, y);
            left += width + gap;
        }
    }

    private void DrawCode() =>
        VerificationMark.Draw(
            set.Page,
            structure,
            snapshot.VerificationUrl,
            $"QR code with the address {snapshot.VerificationUrl}",
            (Right - CodeSide, CodeBottom)
        );

    private void DrawAddress()
    {
        const double size = 7.4;
        const double gap = 20;
        var page = set.Page;
        var label = set.Line("VERIFICATION CODE", typefaces.Sans);
        var code = FittedText.Fit(snapshot.VerificationCode, new(typefaces.Sans, 200, size, 4));
        set.Labeled(label, code, (Left, AddressLine + 0.5), (ValueLeft, AddressLine));

        var paragraph = structure.Add(new("P"));
        page.Begin(paragraph);
        page.Fill(Palette.Quiet);
        var verify = set.Line("VERIFY AT", typefaces.Sans);
        var left = ValueLeft + code.Width + gap;
        page.Show(verify, Typesetter.LabelSize, left, AddressLine + 0.5, Typesetter.LabelSpacing);
        page.End();

        left += Typesetter.LabelWidth(verify) + 9;
        var room = Right - CodeSide - 18 - left;
        var address = FittedText.Fit(snapshot.VerificationUrl, new(typefaces.Sans, room, size, 3));
        var link = paragraph.Add(new("Link"));
        page.Begin(link);
        page.Fill(Palette.Teal);
        page.Show(address.Lines[0], address.Size, left, AddressLine);
        page.End();
        page.Link(
            link,
            new(
                left,
                AddressLine - 2,
                left + address.Width,
                AddressLine + size,
                new Uri(snapshot.VerificationUrl).AbsoluteUri,
                "Verify this certificate"
            )
        );
    }
}
