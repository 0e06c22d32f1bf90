namespace Enrollment.Assessments;

/// <summary>What one trainee's marks make of a group of the scheme.</summary>
sealed class GroupMark
{
    readonly List<ComponentMark> components = [];
    bool admitted = true;
    decimal weights;
    decimal openWeights;

    GroupMark(SchemeGroup group) => Group = group;

    internal SchemeGroup Group { get; }

    /// <summary>Whether something in the group is missing for which there is no result yet.</summary>
    internal bool IsOpen { get; private set; }

    /// <summary>Unrounded; null where nothing in the group counts, 0 where the trainee wasn't admitted to it.</summary>
    internal decimal? Percentage { get; private set; }

    internal bool MissesMinimum =>
        Percentage is { } percentage && Group.MinimumMark is { } least && Exactly.Restore(percentage) < least;

    /// <param name="group">Of the scheme.</param>
    /// <param name="barrier">The earlier group whose missed minimum keeps the trainee out of this one, or null.</param>
    /// <param name="marks">The trainee's, by component.</param>
    /// <param name="findings">Takes what is missing or failed.</param>
    internal static GroupMark Of(SchemeGroup group, GroupMark? barrier, MarksByComponent marks, Findings findings)
    {
        var result = new GroupMark(group);
        foreach (var component in group.Components)
            result.components.Add(ComponentMark.Of(component, marks[component.Id]));

        if (barrier is not null)
        {
            result.admitted = false;
            // As nothing rather than left out: a better mark in the other group must not make the result worse.
            result.Percentage = 0;
            findings.Failures.Add(
                new ResultReason(
                    ReasonCode.NotAdmitted,
                    group.Name,
                    Exactly.Cut(barrier.Percentage),
                    barrier.Group.MinimumMark
                )
            );
            return result;
        }

        result.Add(findings);
        return result;
    }

    void Add(Findings findings)
    {
        decimal sum = 0;
        foreach (var component in components)
        {
            if (component.Gap is { } gap)
            {
                findings.Gaps.Add(gap);
                openWeights += component.Component.Weight;
                IsOpen = true;
            }

            if (component.Failure is { } failure)
                findings.Failures.Add(failure);
            if (component.Percentage is not { } counted)
                continue;
            sum += counted * component.Component.Weight;
            weights += component.Component.Weight;
        }

        Percentage = weights == 0 ? null : sum / weights;
        if (MissesMinimum)
        {
            findings.Failures.Add(
                new ResultReason(ReasonCode.GroupBelowMinimum, Group.Name, Exactly.Cut(Percentage), Group.MinimumMark)
            );
        }
    }

    /// <param name="all">Sum of the weights of the groups that count or may yet.</param>
    internal GroupExplanation Explain(decimal all) =>
        new()
        {
            Code = Group.Code,
            Name = Group.Name,
            Weight = Group.Weight,
            Share = Percentage is null || all == 0 ? null : Exactly.Cut(Group.Weight * 100 / all),
            Mark = Exactly.Cut(Percentage),
            MinimumMark = Group.MinimumMark,
            Admitted = admitted,
            Components = [.. components.Select(c => c.Explain(admitted ? weights + openWeights : 0))],
        };
}
