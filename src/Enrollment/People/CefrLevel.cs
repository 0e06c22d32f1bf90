namespace Enrollment.People;

/// <summary>
/// The levels of the Common European Framework of Reference for Languages (Council of Europe, 2001), each above the one
/// before it.
/// </summary>
public enum CefrLevel
{
    A1,
    A2,
    B1,
    B2,
    C1,
    C2,
}
