namespace Enrollment.Assessments;

/// <summary>One trainee's marks, found by component: a few in order, which costs less than a table of them.</summary>
sealed class MarksByComponent
{
    static readonly Comparison<Mark> order = static (one, other) =>
        one.ComponentId.CompareTo(other.ComponentId) is var c and not 0 ? c : one.Attempt.CompareTo(other.Attempt);

    readonly Mark[] marks;

    internal MarksByComponent(IEnumerable<Mark> marks)
    {
        this.marks = [.. marks];
        Array.Sort(this.marks, order);
    }

    /// <summary>Those of the component, the first attempt first.</summary>
    internal ReadOnlySpan<Mark> this[Guid componentId]
    {
        get
        {
            var (from, to) = (0, marks.Length);
            while (from < to)
            {
                var middle = (from + to) / 2;
                if (marks[middle].ComponentId.CompareTo(componentId) < 0)
                    from = middle + 1;
                else
                    to = middle;
            }

            while (to < marks.Length && marks[to].ComponentId == componentId)
                to++;
            return marks.AsSpan(from, to - from);
        }
    }
}
