namespace Enrollment.Web.Tables;

/// <summary>
/// Keeps a spreadsheet program from running what somebody typed into a form: a CSV cell that it would take for a formula
/// gets an apostrophe in front (OWASP, CSV Injection), and reading takes it off again, so that nothing is lost on the way
/// there and back.
/// </summary>
static class FormulaGuard
{
    internal static string Guard(string text) => IsGuardedOrFormula(text) ? $"'{text}" : text;

    internal static string Undo(string text) =>
        text.StartsWith('\'') && IsGuardedOrFormula(text.AsSpan(1)) ? text[1..] : text;

    /// <summary>A text that itself looks guarded is guarded once more, so that the way back is exact.</summary>
    static bool IsGuardedOrFormula(ReadOnlySpan<char> text)
    {
        var rest = text.TrimStart('\'');
        if (rest.IsEmpty)
            return false;
        if (rest[0] is '\t' or '\r' or '\n')
            return true;

        // Some programs pass over the blanks in front.
        var start = rest.TrimStart();
        return !start.IsEmpty && start[0] is ('=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠');
    }
}
