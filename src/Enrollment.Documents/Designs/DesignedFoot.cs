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
    private const double RowHeight = 16.4;
    private const double AddressSize = 7.2;

    private readonly SheetLayout layout = design.Layout;
    private readonly Tongue principal = design.Tongues[0];
    private readonly SmallType small = SmallType.Of(snapshot.TemplateVersion);
    private readonly double right = design.Layout.Width - SheetLayout.Side;

    private double CodeLeft => principal.IsRightToLeft ? SheetLayout.Side : right - VerificationMark.Side;

    // On a portrait sheet the code is an entry too, since the line of the address is short; larger labels leave no room on
    // it at all.
    private double FirstRow =>
        CodeBottom + VerificationMark.Side - 4 + (layout.IsPortrait ? RowHeight + (IsAddressBelow ? 8.8 : 0) : 0);

    private bool IsAddressBelow => layout.IsPortrait && !small.IsEarly;

    /// <summary>What the signatures must stay above: on a landscape sheet they stand between register and code.</summary>
    public double Top => layout.IsPortrait ? FirstRow + small.Label + 3 : CodeBottom + AddressSize + 3;

    public void Draw(DesignedSignatures signatures)
    {
        DrawRegister();
        signatures.Draw();
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
        var y = FirstRow;
        foreach (var (key, text) in Entries())
        {
            var label = DesignedLabel.Of(key, design.Tongues, typefaces.Sans, small.Label, layout.RegisterWidth, set);
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

    // On the line of the code's lower edge, beside it.
    private void DrawAddress()
    {
        var from = principal.IsRightToLeft ? CodeLeft + VerificationMark.Side + 16 : SheetLayout.Side;
        var room = right - VerificationMark.Side - 16 - SheetLayout.Side;
        var label = DesignedLabel.Of(
            "verify",
            design.Tongues,
            typefaces.Sans,
            small.Label,
            IsAddressBelow ? room : room * 0.3,
            set
        );
        var paragraph = set.Open("P", Palette.Quiet, label.Pieces);
        var x = from;
        foreach (var piece in label.Pieces)
        {
            set.Page.Show(piece, label.Size, x, IsAddressBelow ? CodeBottom + AddressSize + 1 : CodeBottom + 0.5);
            x += piece.WidthAt(label.Size);
        }
        x = IsAddressBelow ? from : x + 8;
        if (!layout.IsPortrait)
        {
            var code = FittedText.Fit(snapshot.VerificationCode, new(typefaces.Sans, room * 0.3, AddressSize, 4));
            set.Page.Fill(Palette.Ink);
            set.Page.Show(code.Lines[0], code.Size, x, CodeBottom);
            x += code.Width + 12;
        }
        set.Page.End();

        var address = FittedText.Fit(snapshot.VerificationUrl, new(typefaces.Sans, from + room - x, AddressSize, 3));
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
                CodeBottom + AddressSize,
                new Uri(snapshot.VerificationUrl).AbsoluteUri,
                principal["verifyLink"]
            )
        );
    }
}
