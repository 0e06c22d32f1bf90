namespace Enrollment.Documents.Designs;

/// <summary>Something of a design that can't be drawn: a stable code, and what to do about it.</summary>
internal sealed class DesignFault(string code, string message) : Exception(message)
{
    public DesignFault()
        : this("design_faulty", "The design can't be drawn.") { }

    public DesignFault(string message)
        : this("design_faulty", message) { }

    public DesignFault(string message, Exception innerException)
        : this("design_faulty", message) => _ = innerException;

    public string Code { get; } = code;
}
