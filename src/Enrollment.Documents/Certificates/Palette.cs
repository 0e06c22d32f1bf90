using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Certificates;

/// <summary>
/// The colors of a certificate. Text has a contrast of at least 5.9 to 1 on white (WCAG 2.2 asks for 4.5); gold is for
/// lines only, and the pale red lies under what is read.
/// </summary>
internal static class Palette
{
    public static readonly Color Ink = new(0x10, 0x36, 0x40);
    public static readonly Color Quiet = new(0x52, 0x62, 0x66);
    public static readonly Color Teal = new(0x1B, 0x5E, 0x66);
    public static readonly Color PaleTeal = new(0x8F, 0xB5, 0xB7);
    public static readonly Color Mist = new(0xEC, 0xF3, 0xF2);
    public static readonly Color Gold = new(0xB8, 0x92, 0x45);
    public static readonly Color PaleGold = new(0xDB, 0xC6, 0x93);
    public static readonly Color Alarm = new(0xA3, 0x1D, 0x1D);
    public static readonly Color PaleAlarm = new(0xF3, 0xC9, 0xC6);
    public static readonly Color White = new(0xFF, 0xFF, 0xFF);

    public static ByteWriter Fill(this ByteWriter output, Color color) => output.Set(color, "rg\n");

    public static ByteWriter Stroke(this ByteWriter output, Color color, double width) =>
        output.Set(color, "RG ").Number(width).Ascii(" w\n");

    private static ByteWriter Set(this ByteWriter output, Color color, string op) =>
        output.Numbers(color.Red / 255.0, color.Green / 255.0, color.Blue / 255.0).Ascii(op);
}
