namespace Enrollment.Documents.Designs;

/// <summary>Something of a design that can't be drawn: a stable code, and what to do about it.</summary>
#pragma warning disable CA1032 // It makes no sense without its code.
internal sealed class DesignFault(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
#pragma warning restore CA1032
