namespace Enrollment.Web.CommandLine.Csv;

/// <summary>A file that can't be read at all; the message names the file, the line and what to do.</summary>
public sealed class CsvException : Exception
{
    public CsvException() { }

    public CsvException(string message)
        : base(message) { }

    public CsvException(string message, Exception innerException)
        : base(message, innerException) { }
}
