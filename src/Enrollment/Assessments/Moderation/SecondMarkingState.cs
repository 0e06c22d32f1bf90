namespace Enrollment.Assessments.Moderation;

/// <summary>How far the second marking of a piece of work is (rule 17).</summary>
public enum SecondMarkingState
{
    /// <summary>The second mark isn't in; the first one is hidden from all but who entered it, who may correct it.</summary>
    Pending,

    /// <summary>Both markers differ by no more than the tolerance: their mean is the mark.</summary>
    Agreed,

    /// <summary>They differ beyond it, and a moderator decides.</summary>
    Disputed,

    /// <summary>A moderator has set the mark.</summary>
    Moderated,
}
