using Enrollment.Assessments.Moderation;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Assessments;

/// <summary>
/// Writes the marks of one cohort by its scheme (rules 14 and 17): the old value, who, when and why are kept, and
/// nothing is overwritten that the writer hasn't seen. What awaits a second mark is told to nobody but who entered it,
/// not even by the answer to an attempt to change it.
/// </summary>
sealed class MarkBook(
    Db db,
    IReadOnlyDictionary<Guid, SchemeComponent> components,
    string writer,
    Ids ids,
    DateTimeOffset now
)
{
    /// <summary>Absences with cause included.</summary>
    internal const int MostAttempts = 20;

    /// <summary>Whether a board's decision is carried out, which no marker's turn holds up.</summary>
    internal bool ForBoard { get; init; }

    /// <summary>Whether the writer may be asked for the second mark of what a sample draws.</summary>
    internal bool Blind { get; init; }

    internal static IReadOnlyDictionary<Guid, SchemeComponent> Components(SchemeView scheme) =>
        scheme.Groups.SelectMany(group => group.Components).ToDictionary(component => component.Id);

    /// <param name="entry">The mark to write; its enrollment is known to belong to the cohort.</param>
    /// <param name="existing">The row that is there, or null.</param>
    /// <param name="stateOf">The state of the trainee's attempt with this number at the component; null: none.</param>
    /// <param name="closed">That a board's sealed decision has closed the record; null: none has.</param>
    /// <param name="token">Cancels.</param>
    internal async Task<MarkAnswer> WriteAsync(
        MarkEntry entry,
        MarkRow? existing,
        Func<int, MarkState?> stateOf,
        FieldProblem? closed,
        CancellationToken token
    )
    {
        var answer = Judge(entry, existing, stateOf, closed);
        await WriteAsync([new JudgedMark(entry, existing, answer)], token);
        return answer;
    }

    /// <summary>
    /// Writes what was answered to a list: the new marks in one pass, then the changes, one of which may be of a mark that
    /// the same list enters.
    /// </summary>
    internal async Task WriteAsync(IReadOnlyCollection<JudgedMark> list, CancellationToken token)
    {
        var created = list.Where(mark => mark.Answer.Outcome == MarkOutcome.Created).Select(mark => Row(mark.Entry));
        await db.ExecuteAsync(Insert, created.ToList(), token);
        foreach (var (entry, existing, _) in list.Where(mark => mark.Answer.Outcome == MarkOutcome.Changed))
        {
            await ChangeAsync(entry, existing!, token);
            // Whoever writes a second mark changes the mark's row first, as is done here: of two at the same moment one
            // meets the other's version.
            if (existing!.Confirmation is not null && existing.Value != entry.Value)
                await SecondMarkingBook.ReopenAsync(db, entry, token);
        }
    }

    /// <summary>What would become of the entry; nothing is written.</summary>
    internal MarkAnswer Judge(
        MarkEntry entry,
        MarkRow? existing,
        Func<int, MarkState?> stateOf,
        FieldProblem? closed = null
    )
    {
        if (existing is not null && !ForBoard && existing.IsHiddenFrom(writer, Blind))
        {
            return existing.Version == entry.Version
                ? new MarkAnswer(MarkOutcome.Refused, existing.Version, null, ModerationErrors.AwaitsSecondMark)
                : new MarkAnswer(MarkOutcome.Conflict, existing.Version, null, null, existing.EnteredBy);
        }

        if (Problem(entry, stateOf) is { } problem)
            return new MarkAnswer(MarkOutcome.Refused, existing?.Version ?? 0, existing?.Value, problem);
        if (existing is null)
        {
            return closed is not null ? new MarkAnswer(MarkOutcome.Refused, 0, null, closed)
                : entry.Version == 0 ? new MarkAnswer(MarkOutcome.Created, 1, entry.Value, null)
                : new MarkAnswer(MarkOutcome.Conflict, 0, null, null);
        }

        if (existing.State == entry.State && existing.Value == entry.Value && existing.SubmittedOn == entry.SubmittedOn)
            return new MarkAnswer(MarkOutcome.Unchanged, existing.Version, existing.Value, null);
        if (closed is not null)
            return new MarkAnswer(MarkOutcome.Refused, existing.Version, existing.Value, closed);
        if (existing.Version != entry.Version)
            return new MarkAnswer(MarkOutcome.Conflict, existing.Version, existing.Value, null, existing.EnteredBy);
        if (string.IsNullOrWhiteSpace(entry.Reason))
        {
            var missing = new FieldProblem("reason", "reason_missing", "Say why a mark that was entered changes.");
            return new MarkAnswer(MarkOutcome.Refused, existing.Version, existing.Value, missing);
        }

        if (!ForBoard && existing.AwaitsModeration && entry.Value is not null && entry.Value != existing.Value)
        {
            var disputed = ModerationErrors.AwaitsModeration;
            return new MarkAnswer(MarkOutcome.Refused, existing.Version, existing.Value, disputed);
        }

        return new MarkAnswer(MarkOutcome.Changed, existing.Version + 1, entry.Value, null);
    }

    /// <summary>Writes what a second marking came to; the version counts on even where the value stays.</summary>
    internal async Task ConfirmAsync(MarkRow existing, decimal value, string reason, CancellationToken token)
    {
        var entry = new MarkEntry
        {
            EnrollmentId = existing.EnrollmentId,
            ComponentId = existing.ComponentId,
            Attempt = existing.Attempt,
            State = existing.State,
            Value = value,
            SubmittedOn = existing.SubmittedOn,
            Version = existing.Version,
            Reason = reason,
        };
        if (existing.Value == value)
            await db.ChangeAsync(Touch, Row(entry), "mark", token);
        else
            await ChangeAsync(entry, existing, token);
    }

    internal async Task ChangeAsync(MarkEntry entry, MarkRow existing, CancellationToken token)
    {
        await db.ChangeAsync(Update, Row(entry), "mark", token);
        var change = new
        {
            Id = ids.New(),
            entry.EnrollmentId,
            entry.ComponentId,
            entry.Attempt,
            OldState = existing.State.ToString(),
            OldValue = existing.Value,
            OldSubmittedOn = existing.SubmittedOn,
            OldEnteredBy = existing.EnteredBy,
            NewState = entry.State.ToString(),
            NewValue = entry.Value,
            NewSubmittedOn = entry.SubmittedOn,
            entry.Reason,
            ChangedBy = writer,
            ChangedAt = now,
        };
        await db.ExecuteAsync(InsertChange, change, token);
    }

    /// <summary>What the row is after the answer, as the next entry of the same list meets it.</summary>
    internal MarkRow Written(MarkEntry entry, MarkAnswer answer, MarkRow? before) =>
        MarkRow.After(
            entry,
            answer.Version,
            writer,
            components[entry.ComponentId].SecondMarking,
            before?.Confirmation,
            before?.Value
        );

    FieldProblem? Problem(MarkEntry entry, Func<int, MarkState?> stateOf)
    {
        if (!components.TryGetValue(entry.ComponentId, out var component))
        {
            return new FieldProblem(
                "componentId",
                "component_not_in_scheme",
                "The cohort's scheme has no component with this id."
            );
        }

        if (AttemptProblem(component, entry.Attempt, stateOf) is { } attempt)
            return attempt;
        if (!Enum.IsDefined(entry.State))
            return new FieldProblem("state", "unknown_state", "Give marked, exempt, absent-with-cause or withheld.");
        if (entry.State == MarkState.Marked && entry.Value is null)
            return new FieldProblem("value", "value_missing", "A mark needs its value; 0 is one.");
        if (entry.State is MarkState.Exempt or MarkState.AbsentWithCause && entry.Value is not null)
            return new FieldProblem("value", "value_forbidden", $"'{entry.State.Wire()}' stands without a value.");
        if (
            entry.Value is { } value
            && (value < 0 || value > component.MaximumMark || decimal.Round(value, 2) != value)
        )
            return AssessmentErrors.MarkOutOfRange("value", component.MaximumMark);
        if (entry.Reason?.Length > 1_000)
            return new FieldProblem("reason", "too_long", "Give the reason in at most 1,000 characters.");
        if (!FieldRules.IsProse(entry.Reason))
            return new FieldProblem("reason", "control_character", "The reason holds a control character. Remove it.");
        return null;
    }

    /// <summary>An attempt follows the one before it, and those missed with an accepted cause take none away.</summary>
    static FieldProblem? AttemptProblem(SchemeComponent component, int attempt, Func<int, MarkState?> stateOf)
    {
        var earlier = Enumerable.Range(1, Math.Clamp(attempt, 1, MostAttempts) - 1).Select(stateOf).ToList();
        if (
            attempt is < 1 or > MostAttempts
            || attempt > component.Attempts + earlier.Count(state => state == MarkState.AbsentWithCause)
        )
        {
            return new FieldProblem(
                "attempt",
                "attempt_out_of_range",
                $"{component.Name} can be attempted {component.Attempts} time(s), absences with cause aside."
            );
        }

        var gap = earlier.IndexOf(null);
        return gap < 0
            ? null
            : new FieldProblem(
                "attempt",
                "attempt_skipped",
                $"Nothing is entered for attempt {gap + 1} at {component.Name}. Enter that one first."
            );
    }

    object Row(MarkEntry entry) =>
        new
        {
            entry.EnrollmentId,
            entry.ComponentId,
            entry.Attempt,
            State = entry.State.ToString(),
            entry.Value,
            entry.SubmittedOn,
            EnteredBy = writer,
            EnteredAt = now,
            entry.Version,
        };

    internal static readonly Sql Insert = new(
        """
        INSERT INTO Marks
            (EnrollmentId, ComponentId, Attempt, State, Value, SubmittedOn, EnteredBy, EnteredAt, Version)
        VALUES
            (@EnrollmentId, @ComponentId, @Attempt, @State, @Value, @SubmittedOn, @EnteredBy, @EnteredAt, 1)
        """
    );

    internal static readonly Sql Update = new(
        """
        UPDATE Marks
        SET State = @State, Value = @Value, SubmittedOn = @SubmittedOn, EnteredBy = @EnteredBy,
            EnteredAt = @EnteredAt, ReleasedAt = NULL, Version = Version + 1
        WHERE EnrollmentId = @EnrollmentId AND ComponentId = @ComponentId AND Attempt = @Attempt
          AND Version = @Version
        """
    );

    internal static readonly Sql Touch = new(
        """
        UPDATE Marks
        SET EnteredAt = @EnteredAt, Version = Version + 1
        WHERE EnrollmentId = @EnrollmentId AND ComponentId = @ComponentId AND Attempt = @Attempt
          AND Version = @Version
        """
    );

    internal static readonly Sql InsertChange = new(
        """
        INSERT INTO MarkChanges
            (Id, EnrollmentId, ComponentId, Attempt, OldState, OldValue, OldSubmittedOn, OldEnteredBy, NewState,
             NewValue, NewSubmittedOn, Reason, ChangedBy, ChangedAt)
        VALUES
            (@Id, @EnrollmentId, @ComponentId, @Attempt, @OldState, @OldValue, @OldSubmittedOn, @OldEnteredBy, @NewState,
             @NewValue, @NewSubmittedOn, @Reason, @ChangedBy, @ChangedAt)
        """
    );

    /// <summary>
    /// With the first mark a scheme keeps its parts and a cohort its scheme: whoever changes either meets the mark here.
    /// </summary>
    internal async Task FixSchemeAsync(MarkedScheme scheme, CancellationToken token)
    {
        if (scheme.FrozenAt is null)
            await db.ExecuteAsync(Freeze, new { scheme.SchemeId, Now = now }, token);
        if (scheme.MarkedAt is null)
            await CohortScheme.KeepAsync(db, scheme.CohortId, scheme.SchemeId!.Value, now, token);
    }

    internal static readonly Sql Freeze = new(
        "UPDATE Schemes SET FrozenAt = @Now WHERE Id = @SchemeId AND FrozenAt IS NULL"
    );
}

/// <summary>An entry, the row that it meets, and what becomes of it.</summary>
sealed record JudgedMark(MarkEntry Entry, MarkRow? Existing, MarkAnswer Answer);
