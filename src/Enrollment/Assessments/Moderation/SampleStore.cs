using Enrollment.Data;

namespace Enrollment.Assessments.Moderation;

/// <summary>Which sample is meant: there is one to a cohort's component and attempt.</summary>
sealed record SampleKey(Guid CohortId, Guid ComponentId, int Attempt);

/// <summary>A trainee whose mark may be drawn; State is null where nothing is entered.</summary>
sealed record SampledTrainee
{
    public Guid EnrollmentId { get; init; }
    public string PersonName { get; init; } = "";
    public string EnrollmentState { get; init; } = "";
    public MarkState? State { get; init; }
    public decimal? Value { get; init; }
    public DateTimeOffset? ReleasedAt { get; init; }
    public SecondMarkingState? Confirmation { get; init; }

    /// <summary>The number of the sealed minutes that close the record, whose marks stand; null: none do.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>Whether a second marker may be asked for the mark, or is asked already.</summary>
    internal bool MayBeDrawn => State == MarkState.Marked && ClosedBy is null;
}

/// <summary>Reads samples with what came of them, and what they are drawn from.</summary>
static class SampleStore
{
    internal static async Task<SampleView?> FindAsync(Db db, SampleKey key, CancellationToken token)
    {
        var sample = await db.FindAsync<SampleRow>(Sample, key, token);
        if (sample is null)
            return null;

        var drawn = await db.QueryAsync<DrawnRow>(
            Drawn,
            new
            {
                sample.Id,
                key.CohortId,
                key.ComponentId,
            },
            token
        );
        var pending = drawn.Count(mark => mark.SecondValue is null);
        return new SampleView
        {
            Id = sample.Id,
            CohortId = sample.CohortId,
            ComponentId = sample.ComponentId,
            Attempt = sample.Attempt,
            Share = sample.Share,
            AtLeast = sample.AtLeast,
            AllFails = sample.AllFails,
            Seed = sample.Seed,
            ExtendAbove = sample.ExtendAbove,
            Marks = sample.Marks,
            Drawn = drawn.Count,
            Pending = pending,
            DrawnBy = sample.DrawnBy,
            DrawnAt = sample.DrawnAt,
            ExtendedAt = sample.ExtendedAt,
            Version = sample.Version,
            Report =
                pending > 0
                    ? null
                    : SampleReport.Of(
                        [.. drawn.Select(mark => (mark.FirstValue!.Value, mark.SecondValue!.Value))],
                        sample.MaximumMark,
                        sample.Tolerance,
                        sample.ExtendAbove
                    ),
        };
    }

    internal static Task<IReadOnlyList<SampledTrainee>> TraineesAsync(Db db, SampleKey key, CancellationToken token) =>
        db.QueryAsync<SampledTrainee>(Trainees, key, token);

    /// <summary>The scheme's component as the cohort has it; null where it has none with this id.</summary>
    internal static async Task<(SchemeView Scheme, SchemeComponent Component)?> ComponentAsync(
        Db db,
        SampleKey key,
        CancellationToken token
    )
    {
        if (await db.FindAsync<Guid?>(SchemeOf, key, token) is not { } schemeId)
            return null;

        var scheme = (await SchemeReader.LoadAsync(db, schemeId, token))!;
        return MarkBook.Components(scheme).TryGetValue(key.ComponentId, out var component) ? (scheme, component) : null;
    }

    sealed record SampleRow
    {
        public Guid Id { get; init; }
        public Guid CohortId { get; init; }
        public Guid ComponentId { get; init; }
        public int Attempt { get; init; }
        public decimal Share { get; init; }
        public int AtLeast { get; init; }
        public bool AllFails { get; init; }
        public int Seed { get; init; }
        public decimal ExtendAbove { get; init; }
        public int Marks { get; init; }
        public string DrawnBy { get; init; } = "";
        public DateTimeOffset DrawnAt { get; init; }
        public DateTimeOffset? ExtendedAt { get; init; }
        public int Version { get; init; }
        public decimal MaximumMark { get; init; }
        public decimal? Tolerance { get; init; }
    }

    sealed record DrawnRow
    {
        public decimal? FirstValue { get; init; }
        public decimal? SecondValue { get; init; }
    }

    internal static readonly Sql SchemeOf = new("SELECT SchemeId FROM Cohorts WHERE Id = @CohortId");

    internal static readonly Sql Sample = new(
        """
        SELECT a.Id, a.CohortId, a.ComponentId, a.Attempt, a.Share, a.AtLeast, a.AllFails, a.Seed, a.ExtendAbove,
               a.Marks, a.DrawnBy, a.DrawnAt, a.ExtendedAt, a.Version, c.MaximumMark, c.Tolerance
        FROM MarkSamples a
        JOIN SchemeComponents c ON c.Id = a.ComponentId
        WHERE a.CohortId = @CohortId AND a.ComponentId = @ComponentId AND a.Attempt = @Attempt
        """
    );

    internal static readonly Sql Drawn = new(
        """
        SELECT s.FirstValue, s.SecondValue
        FROM Enrollments e
        JOIN SecondMarkings s ON s.EnrollmentId = e.Id AND s.ComponentId = @ComponentId
        JOIN Marks m ON m.EnrollmentId = s.EnrollmentId AND m.ComponentId = s.ComponentId AND m.Attempt = s.Attempt
        WHERE e.CohortId = @CohortId AND s.SampleId = @Id AND m.State = 'Marked'
        """
    );

    internal static readonly Sql Trainees = new(
        $"""
        SELECT e.Id AS EnrollmentId, n.FullName AS PersonName, e.State AS EnrollmentState, m.State, m.Value,
               m.ReleasedAt, s.State AS Confirmation, ({SealedDecisions.ClosedBy}) AS ClosedBy
        FROM Enrollments e
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        LEFT JOIN Marks m ON m.EnrollmentId = e.Id AND m.ComponentId = @ComponentId AND m.Attempt = @Attempt
        LEFT JOIN SecondMarkings s
            ON s.EnrollmentId = m.EnrollmentId AND s.ComponentId = m.ComponentId AND s.Attempt = m.Attempt
        WHERE e.CohortId = @CohortId AND e.State IN ('Active', 'Suspended', 'Completed', 'Failed')
        ORDER BY e.Id
        """
    );
}
