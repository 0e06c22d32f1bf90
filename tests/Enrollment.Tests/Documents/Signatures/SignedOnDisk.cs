using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>A signed file in a folder of its own, which is deleted afterwards, and the parts that its signature names.</summary>
internal sealed partial class SignedOnDisk : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("signed-");

    public SignedOnDisk(byte[] pdf)
    {
        Path = Write("signed.pdf", pdf);
        // Found as a stranger would: by the text of the file.
        var text = Encoding.Latin1.GetString(pdf);
        var range = ByteRange().Match(text);
        var numbers = range
            .Groups.Values.Skip(1)
            .Select(g => int.Parse(g.Value, CultureInfo.InvariantCulture))
            .ToArray();
        Content = Write("content", [.. pdf[..numbers[0]], .. pdf.AsSpan(numbers[1], numbers[2])]);
        var message = Convert.FromHexString(text[(numbers[0] + 1)..(numbers[1] - 1)]);
        Message = Write("message.der", message);
    }

    public string Path { get; }

    /// <summary>The bytes that are signed.</summary>
    public string Content { get; }

    /// <summary>The signature, DER, with the zeros behind it.</summary>
    public string Message { get; }

    public string In(string name) => System.IO.Path.Combine(folder.FullName, name);

    public string Write(string name, byte[] bytes)
    {
        var path = In(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => folder.Delete(recursive: true);

    [GeneratedRegex(@"/ByteRange\[0 (\d+) (\d+) (\d+) *\]")]
    private static partial Regex ByteRange();
}
