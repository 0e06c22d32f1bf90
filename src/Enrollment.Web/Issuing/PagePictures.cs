using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Enrollment.Web.Issuing;

/// <summary>
/// Makes pictures of pages, with poppler's pdftoppm in a process of its own: a PDF is drawn by a program that is made for it.
/// </summary>
/// <param name="program">Name or path of the program.</param>
sealed class PagePictures(string program)
{
    const int DotsPerInch = 110;
    static readonly TimeSpan patience = TimeSpan.FromSeconds(20);

    /// <summary>The first page as PNG.</summary>
    /// <exception cref="PagePictureException">The program isn't there, fails, or takes more than 20 seconds.</exception>
    internal async Task<byte[]> DrawAsync(ReadOnlyMemory<byte> pdf, CancellationToken token)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(token);
        timeout.CancelAfter(patience);
        using var process = Start();
        try
        {
            var picture = new MemoryStream();
            var complaint = process.StandardError.ReadToEndAsync(timeout.Token);
            var reading = process.StandardOutput.BaseStream.CopyToAsync(picture, timeout.Token);
            await process.StandardInput.BaseStream.WriteAsync(pdf, timeout.Token);
            process.StandardInput.Close();
            await reading;
            await process.WaitForExitAsync(timeout.Token);
            return process.ExitCode == 0 && picture.Length > 0
                ? picture.ToArray()
                : throw new PagePictureException($"'{program}' failed: {(await complaint).Trim()}");
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new PagePictureException($"'{program}' didn't end in time.");
        }
        catch (IOException error)
        {
            throw new PagePictureException($"'{program}' broke off: {error.Message}", error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    Process Start()
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments = ["-png", "-singlefile", "-r", DotsPerInch.ToString(CultureInfo.InvariantCulture), "-"];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new PagePictureException(
                $"'{program}' can't be started. Install poppler-utils, or name it in Enrollment:PdfToPng.",
                error
            );
        }
    }
}

/// <summary>No picture could be made; the message says why.</summary>
#pragma warning disable CA1032 // It makes no sense without its message.
sealed class PagePictureException(string message, Exception? innerException = null)
    : Exception(message, innerException);
#pragma warning restore CA1032
