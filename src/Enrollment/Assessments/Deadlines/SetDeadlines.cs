using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments.Deadlines;

/// <summary>
/// Sets, moves or lifts deadlines of a cohort: all that are named, or none. What isn't named stays as it is.
/// </summary>
[Requires(Permission.ManageDeadlines)]
public sealed record SetDeadlines(Guid CohortId, IReadOnlyList<DeadlineEntry> Entries, string? Reason)
    : ICommand<CohortDeadlines>,
        ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfCohort(CohortId);
}

/// <summary>A deadline to be set.</summary>
public sealed record DeadlineEntry
{
    public required Guid ComponentId { get; init; }

    /// <summary>1 to 20.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The last day for handing in, to its end in the cohort's zone; null: there is no deadline any more.</summary>
    public required DateOnly? DueOn { get; init; }

    /// <summary>The version that was read; 0 where there was no deadline.</summary>
    public int Version { get; init; }
}

sealed class SetDeadlinesValidator : AbstractValidator<SetDeadlines>
{
    public SetDeadlinesValidator()
    {
        RuleFor(c => c.Entries)
            .Must(entries => entries is { Count: >= 1 and <= 500 })
            .WithMessage("Send 1 to 500 deadlines at once.")
            .OverridePropertyName("deadlines");
        RuleForEach(c => c.Entries)
            .ChildRules(entry =>
            {
                entry.RuleFor(e => e.Attempt).InclusiveBetween(1, MarkBook.MostAttempts);
                entry.RuleFor(e => e.DueOn).Day();
            })
            .OverridePropertyName("deadlines");
        RuleFor(c => c.Reason).Prose(1_000);
    }
}

sealed class SetDeadlinesHandler(Db db, AuditTrail audit) : IRequestHandler<SetDeadlines, Result<CohortDeadlines>>
{
    public async Task<Result<CohortDeadlines>> Handle(SetDeadlines request, CancellationToken cancellationToken)
    {
        var cohort = await db.FindAsync<CohortRow>(Cohort, new { Id = request.CohortId }, cancellationToken);
        if (cohort is null)
            return Refusal.NotFound("cohort", request.CohortId);
        if (cohort.SchemeId is not { } schemeId)
            return AssessmentErrors.CohortWithoutScheme;

        var scheme = (await SchemeReader.LoadAsync(db, schemeId, cancellationToken))!;
        if (Problems(request.Entries, MarkBook.Components(scheme)).ToList() is { Count: > 0 } problems)
            return DeadlineErrors.Unfit(problems);

        var before = (await GetDeadlinesHandler.ReadAsync(db, request.CohortId, cancellationToken))!.Items.ToDictionary(
            d => (d.ComponentId, d.Attempt)
        );
        var changes = request
            .Entries.Select(e => (Entry: e, Before: before.GetValueOrDefault((e.ComponentId, e.Attempt))))
            .Where(change => change.Entry.DueOn != change.Before?.DueOn)
            .ToList();
        if (changes.Exists(change => change.Entry.Version != (change.Before?.Version ?? 0)))
            return Refusal.Stale("deadline");
        if (changes.Count > 0 && cohort.ResultsReleasedAt is not null && string.IsNullOrWhiteSpace(request.Reason))
            return DeadlineErrors.ReasonAfterRelease;
        if (await DecidedAsync(request, changes, MarkBook.Components(scheme), cancellationToken) is { } decided)
            return decided;

        foreach (var (entry, had) in changes)
            await WriteAsync(request.CohortId, entry, had, cancellationToken);
        if (changes.Count > 0)
            audit.Record("deadlines.set", request.CohortId, new { Changes = changes.Select(Told), request.Reason });
        return (await GetDeadlinesHandler.ReadAsync(db, request.CohortId, cancellationToken))!;
    }

    static IEnumerable<FieldProblem> Problems(
        IReadOnlyList<DeadlineEntry> entries,
        IReadOnlyDictionary<Guid, SchemeComponent> components
    )
    {
        var named = new HashSet<(Guid, int)>();
        foreach (var (entry, index) in entries.Select((entry, index) => (entry, index)))
        {
            if (!components.ContainsKey(entry.ComponentId))
                yield return DeadlineErrors.NotInScheme(index);
            else if (!named.Add((entry.ComponentId, entry.Attempt)))
                yield return DeadlineErrors.GivenTwice(index);
        }
    }

    /// <summary>That a change would make work late, or later or less late, that sealed minutes stand on; or null.</summary>
    async Task<Refusal?> DecidedAsync(
        SetDeadlines request,
        IEnumerable<(DeadlineEntry Entry, DeadlineView? Before)> changes,
        IReadOnlyDictionary<Guid, SchemeComponent> components,
        CancellationToken token
    )
    {
        foreach (var (entry, before) in changes.Where(c => components[c.Entry.ComponentId].LatePenalty is not null))
        {
            var place = new
            {
                request.CohortId,
                entry.ComponentId,
                entry.Attempt,
            };
            var work = await db.QueryAsync<WorkRow>(Submitted, place, token);
            var moved = work.Where(w => w.ClosedBy is not null && w.DaysLate(before?.DueOn) != w.DaysLate(entry.DueOn))
                .ToList();
            if (moved.Count > 0)
            {
                var index = request.Entries.Index().First(e => e.Item == entry).Index;
                return DeadlineErrors.DecidedByBoard(index, moved.Count, moved[0].ClosedBy!);
            }
        }

        return null;
    }

    sealed record WorkRow
    {
        public DateOnly SubmittedOn { get; init; }
        public DateOnly? ExtendedTo { get; init; }
        public string? ClosedBy { get; init; }

        internal int DaysLate(DateOnly? dueOn) =>
            CohortMarks.DaysLate(SubmittedOn, CohortMarks.LastDay(dueOn, ExtendedTo));
    }

    async Task WriteAsync(Guid cohortId, DeadlineEntry entry, DeadlineView? before, CancellationToken token)
    {
        var row = new
        {
            CohortId = cohortId,
            entry.ComponentId,
            entry.Attempt,
            entry.DueOn,
            entry.Version,
        };
        if (entry.DueOn is null)
        {
            await db.ChangeAsync(Delete, row, "deadline", token);
            await LiftedVersions.AddAsync(db, cohortId, entry.Version, token);
        }
        else if (before is not null)
            await db.ChangeAsync(Update, row, "deadline", token);
        else if (!await db.TryInsertAsync(Insert, row, token))
            throw new LostRaceException("deadline");
    }

    static object Told((DeadlineEntry Entry, DeadlineView? Before) change) =>
        new
        {
            change.Entry.ComponentId,
            change.Entry.Attempt,
            Before = change.Before?.DueOn,
            change.Entry.DueOn,
        };

    sealed record CohortRow
    {
        public Guid? SchemeId { get; init; }
        public DateTimeOffset? ResultsReleasedAt { get; init; }
    }

    internal static readonly Sql Cohort = new("SELECT SchemeId, ResultsReleasedAt FROM Cohorts WHERE Id = @Id");

    internal static readonly Sql Submitted = new(
        $"""
        SELECT m.SubmittedOn, x.DueOn AS ExtendedTo, ({SealedDecisions.ClosedBy}) AS ClosedBy
        FROM Enrollments e
        JOIN Marks m ON m.EnrollmentId = e.Id AND m.ComponentId = @ComponentId AND m.Attempt = @Attempt
        LEFT JOIN Extensions x
            ON x.EnrollmentId = e.Id AND x.ComponentId = m.ComponentId AND x.Attempt = m.Attempt
        WHERE e.CohortId = @CohortId AND m.SubmittedOn IS NOT NULL
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO Deadlines (CohortId, ComponentId, Attempt, DueOn, Version)
        VALUES (@CohortId, @ComponentId, @Attempt, @DueOn, 1)
        """
    );

    internal static readonly Sql Update = new(
        """
        UPDATE Deadlines
        SET DueOn = @DueOn, Version = Version + 1
        WHERE CohortId = @CohortId AND ComponentId = @ComponentId AND Attempt = @Attempt AND Version = @Version
        """
    );

    internal static readonly Sql Delete = new(
        """
        DELETE FROM Deadlines
        WHERE CohortId = @CohortId AND ComponentId = @ComponentId AND Attempt = @Attempt AND Version = @Version
        """
    );
}
