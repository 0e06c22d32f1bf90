using Enrollment.Certificates;
using Enrollment.Documents.Certificates;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Designs;

/// <summary>
/// The foot of a sheet: entries of the register at one side, the QR code at the other, signatures between or above them.
/// Where the principal language runs from right to left, the sides are exchanged.
/// </summary>
internal sealed class DesignedFoot(
    CertificateSnapshot snapshot,
    CompiledDesign design,
    CertificateTypefaces typefaces,
    Typesetter set,
    StructureElement structure
)
{
    private const double CodeBottom = 67;
    private const double FirstRow = CodeBottom + VerificationMark.Side - 4;
    private const double RowHeight = 16.4;

    private readonly SheetLayout layout = design.Layout;
    private readonly Tongue principal = design.Tongues[0];
    private readonly double right = design.Layout.Width - SheetLayout.Side;

    private double CodeLeft => principal.IsRightToLeft ? SheetLayout.Side : right - VerificationMark.Side;

    public void Draw()
    {
        DrawRegister();
        DrawSignatures();
        VerificationMark.Draw(
            set.Page,
            structure,
            snapshot.VerificationUrl,
            principal.Fill("qr", ("url", snapshot.VerificationUrl)),
            (CodeLeft, CodeBottom)
        );
        DrawAddress();
    }

    private void DrawRegister()
    {
        // On a portrait sheet the code is an entry too, since the line of the address is short.
        var y = layout.IsPortrait ? FirstRow + RowHeight : FirstRow;
        foreach (var (key, text) in Entries())
        {
            var label = DesignedLabel.Of(key, design.Tongues, typefaces.Sans, 5.4, layout.RegisterWidth, set);
            var value = FittedText.Fit(text, new(typefaces.Sans, layout.RegisterWidth, 7.4, 4)).In(principal.Language);
            var left = principal.IsRightToLeft ? right - label.Width : SheetLayout.Side;
            label.Draw(set, left, y, 1, value, principal.IsRightToLeft ? 1 : 0, gap: 0.4);
            y -= RowHeight;
        }
    }

    private IEnumerable<(string Key, string Value)> Entries()
    {
        yield return ("serial", snapshot.Serial);
        yield return ("minutes", snapshot.MinutesNumber);
        yield return ("awarded", principal.Date(snapshot.AwardedOn));
        yield return ("issued", principal.Date(snapshot.IssuedOn));
        if (snapshot.ExpiresOn is { } expiry)
        {
            yield return ("validTo", principal.Date(expiry));
        }
        if (layout.IsPortrait)
        {
            yield return ("code", snapshot.VerificationCode);
        }
    }

    private void DrawSignatures()
    {
        var count = snapshot.Signatories.Count;
        var (width, gap) = count == 3 ? (118.0, 16.0) : (150.0, 22.0);
        var left = MiddleOfSignatures(count) - (((count * width) + ((count - 1) * gap)) / 2);
        foreach (var signatory in snapshot.Signatories)
        {
            DrawSignature(signatory, left, width);
            left += width + gap;
        }
    }

    // Three signatures need all of the room between the register and the code, which isn't in the middle of the sheet.
    private double MiddleOfSignatures(int count)
    {
        if (layout.IsPortrait || count < 3)
        {
            return layout.Middle;
        }
        var middle = (SheetLayout.Side + layout.RegisterWidth + 12 + right - VerificationMark.Side - 22) / 2;
        return principal.IsRightToLeft ? layout.Width - middle : middle;
    }

    private void DrawSignature(Signatory signatory, double left, double width)
    {
        var (x, line) = (left + (width / 2), layout.SignatureLine);
        if (design.Signatures.TryGetValue(signatory.Name, out var picture))
        {
            var scale = Math.Min(width * 0.9 / picture.Width, 40.0 / picture.Height);
            var (pictureWidth, pictureHeight) = (picture.Width * scale, picture.Height * scale);
            var figure = new StructureElement("Figure")
            {
                Alternative = principal.Fill("signatureOf", ("name", signatory.Name)),
                Box = (x - (pictureWidth / 2), line, x + (pictureWidth / 2), line + pictureHeight),
            };
            set.Page.Begin(structure.Add(figure));
            set.Page.Draw(picture, x - (pictureWidth / 2), line + 0.6, pictureWidth, pictureHeight);
            set.Page.End();
        }
        Ornaments.SignatureLine(set.Page, left, left + width, line);
        var name = set.Shared(signatory.Name, new(typefaces.Serif, width, 8.8, 7.2, 2));
        var position = set.Shared(signatory.Position, new(typefaces.Sans, width, 7.2, 6.2, 2));
        var y = line - 3 - name.Size;
        set.Centered(name, Palette.Ink, x, y);
        y -= ((name.Lines.Count - 1) * name.Size * Typesetter.Leading) + (position.Size * 1.4);
        set.Centered(position, Palette.Quiet, x, y);
    }

    // On the line of the code's lower edge, beside it.
    private void DrawAddress()
    {
        const double size = 7.2;
        var from = principal.IsRightToLeft ? CodeLeft + VerificationMark.Side + 16 : SheetLayout.Side;
        var room = right - VerificationMark.Side - 16 - SheetLayout.Side;
        var label = DesignedLabel.Of("verify", design.Tongues, typefaces.Sans, 5.4, room * 0.3, set);
        var paragraph = set.Open("P", Palette.Quiet, label.Pieces);
        var x = from;
        foreach (var piece in label.Pieces)
        {
            set.Page.Show(piece, label.Size, x, CodeBottom + 0.5);
            x += piece.WidthAt(label.Size);
        }
        x += 8;
        if (!layout.IsPortrait)
        {
            var code = FittedText.Fit(snapshot.VerificationCode, new(typefaces.Sans, room * 0.3, size, 4));
            set.Page.Fill(Palette.Ink);
            set.Page.Show(code.Lines[0], code.Size, x, CodeBottom);
            x += code.Width + 12;
        }
        set.Page.End();

        var address = FittedText.Fit(snapshot.VerificationUrl, new(typefaces.Sans, from + room - x, size, 3));
        var link = paragraph.Add(new("Link"));
        set.Page.Begin(link);
        set.Page.Fill(design.Colors.Main);
        set.Page.Show(address.Lines[0], address.Size, x, CodeBottom);
        set.Page.End();
        set.Page.Link(
            link,
            new(
                x,
                CodeBottom - 2,
                x + address.Width,
                CodeBottom + size,
                new Uri(snapshot.VerificationUrl).AbsoluteUri,
                principal["verifyLink"]
            )
        );
    }
}
