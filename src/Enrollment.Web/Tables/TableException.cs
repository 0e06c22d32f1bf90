using Enrollment.Pipeline;

namespace Enrollment.Web.Tables;

/// <summary>A file that can't be read as a table at all; nothing of it is written.</summary>
#pragma warning disable CA1032 // It makes no sense without the refusal.
public sealed class TableException(Refusal refusal) : Exception(refusal.Message)
#pragma warning restore CA1032
{
    public TableException(string code, string message, params FieldProblem[] problems)
        : this(Refusal.Rule(code, message, problems)) { }

    public Refusal Refusal { get; } = refusal;
}
