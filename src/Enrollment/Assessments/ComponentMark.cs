namespace Enrollment.Assessments;

/// <summary>What one trainee's attempts make of a component: the best one counts.</summary>
sealed class ComponentMark
{
    readonly List<AttemptExplanation> attempts = [];
    ComponentStanding standing;

    ComponentMark(SchemeComponent component) => Component = component;

    internal SchemeComponent Component { get; }

    /// <summary>Null where the component doesn't count.</summary>
    internal decimal? Percentage { get; private set; }

    /// <summary>Why there is no result yet, or null.</summary>
    internal ResultReason? Gap =>
        standing switch
        {
            ComponentStanding.Missing => new(ReasonCode.MarkMissing, Component.Name),
            ComponentStanding.AbsentWithCause => new(ReasonCode.AbsentWithCause, Component.Name),
            ComponentStanding.Withheld => new(ReasonCode.Withheld, Component.Name),
            ComponentStanding.Unconfirmed => new(ReasonCode.Unconfirmed, Component.Name),
            _ => null,
        };

    /// <summary>That it must be passed and isn't, or null.</summary>
    internal ResultReason? Failure =>
        Component.MustPass && Percentage is { } counted && Exactly.Restore(counted) < Component.PassMark
            ? new(ReasonCode.ComponentNotPassed, Component.Name, Exactly.Cut(counted), Component.PassMark)
            : null;

    /// <param name="component">Of the scheme.</param>
    /// <param name="marks">The trainee's attempts at it, the first one first.</param>
    internal static ComponentMark Of(SchemeComponent component, ReadOnlySpan<Mark> marks)
    {
        var result = new ComponentMark(component);
        result.Read(marks);
        return result;
    }

    void Read(ReadOnlySpan<Mark> marks)
    {
        var best = -1;
        var resit = false;
        foreach (var mark in marks)
        {
            var (line, percentage) = Attempt(mark, resit);
            attempts.Add(line);
            // Whoever was absent with cause sits for the first time at the next attempt.
            resit |= mark.State != MarkState.AbsentWithCause;
            if (line.Value is null || (Percentage is { } so && percentage <= so))
                continue;
            Percentage = percentage;
            best = attempts.Count - 1;
        }

        standing = Standing(marks);
        if (standing == ComponentStanding.Counted)
            attempts[best] = attempts[best] with { Counts = true };
        else
            Percentage = standing == ComponentStanding.MissingAsZero ? 0 : null;
    }

    /// <summary>Whatever the order of the attempts: an exemption outweighs all, then what holds the result up.</summary>
    ComponentStanding Standing(ReadOnlySpan<Mark> marks)
    {
        var (exempt, withheld, unconfirmed) = (false, false, false);
        foreach (var mark in marks)
        {
            exempt |= mark.State == MarkState.Exempt;
            withheld |= mark.State == MarkState.Withheld;
            unconfirmed |= mark.Unconfirmed;
        }

        if (exempt)
            return ComponentStanding.Exempt;
        if (withheld)
            return ComponentStanding.Withheld;
        if (unconfirmed)
            return ComponentStanding.Unconfirmed;
        if (Percentage is not null)
            return ComponentStanding.Counted;
        if (marks.Length > 0)
            return ComponentStanding.AbsentWithCause;
        return Component.WhenMissing switch
        {
            MissingRule.Zero => ComponentStanding.MissingAsZero,
            MissingRule.LeaveOut => ComponentStanding.LeftOut,
            _ => ComponentStanding.Missing,
        };
    }

    (AttemptExplanation Line, decimal Percentage) Attempt(Mark mark, bool resit)
    {
        // A mark that doesn't stand yet is told to nobody.
        if (mark.State != MarkState.Marked || mark.Unconfirmed)
        {
            var open = new AttemptExplanation
            {
                Attempt = mark.Attempt,
                State = mark.State,
                Unconfirmed = mark.Unconfirmed,
            };
            return (open, 0);
        }

        var value = mark.Value!.Value;

        var percentage = value * 100 / Component.MaximumMark;
        var late = Late(percentage, mark.DaysLate);
        var capped = resit && Component.ResitCap is { } cap && late > cap ? cap : late;
        var line = new AttemptExplanation
        {
            Attempt = mark.Attempt,
            State = mark.State,
            Value = value,
            Percentage = Exactly.Cut(percentage),
            DaysLate = mark.DaysLate,
            AfterPenalty = late == percentage ? null : Exactly.Cut(late),
            CappedAt = capped == late ? null : capped,
        };
        return (line, capped);
    }

    decimal Late(decimal percentage, int days)
    {
        if (Component.LatePenalty is not { } penalty || days <= 0)
            return percentage;
        if (days > penalty.CutOffDays)
            return 0;
        return percentage <= penalty.Floor ? percentage : Math.Max(penalty.Floor, percentage - (penalty.PerDay * days));
    }

    /// <param name="weights">Sum of the weights of the group's components that count or may yet.</param>
    internal ComponentExplanation Explain(decimal weights) =>
        new()
        {
            Code = Component.Code,
            Name = Component.Name,
            Weight = Component.Weight,
            Share = Percentage is null || weights == 0 ? null : Exactly.Cut(Component.Weight * 100 / weights),
            Standing = standing,
            Mark = Exactly.Cut(Percentage),
            MustReach = Component.MustPass ? Component.PassMark : null,
            MaximumMark = Component.MaximumMark,
            Attempts = attempts,
        };
}
