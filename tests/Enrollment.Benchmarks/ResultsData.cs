using Enrollment.Assessments;
using Enrollment.Cohorts;
using Enrollment.Storage;
using Enrollment.Web.Hosting;

namespace Enrollment.Benchmarks;

/// <summary>
/// Cohorts whose marks are all there, and as many whose marks are to be entered. What there is one of is made by commands;
/// what there are many of, by statements over sets.
/// </summary>
sealed class ResultsData
{
    internal const int Components = 20;

    const string Base = "RESULTS";
    const int CohortKind = 11;
    const int PersonKind = 12;
    const int EnrollmentKind = 13;

    readonly int cohorts;
    readonly int trainees;
    readonly Guid[] components;

    ResultsData(int cohorts, int trainees, Guid[] components) =>
        (this.cohorts, this.trainees, this.components) = (cohorts, trainees, components);

    /// <summary>Two groups of ten, with a resit cap and a late penalty, as real schemes have them.</summary>
    internal static SchemeFields Scheme { get; } =
        new()
        {
            Name = "Benchmark",
            PassMark = 50,
            MeritMark = 70,
            DistinctionMark = 85,
            Groups =
            [
                .. new[] { "TERM", "EXAM" }.Select(code => new SchemeGroup
                {
                    Code = code,
                    Name = code,
                    Weight = 50,
                    MinimumMark = 40,
                    Components =
                    [
                        .. Enumerable
                            .Range(1, Components / 2)
                            .Select(n => new SchemeComponent
                            {
                                Id = Guid.NewGuid(),
                                Code = $"{code}{n}",
                                Name = $"{code} part {n}",
                                Kind = ComponentKind.Test,
                                Weight = 10,
                                Attempts = 2,
                                ResitCap = 60,
                                LatePenalty = new LatePenalty { PerDay = 5, Floor = 40 },
                            }),
                    ],
                }),
            ],
        };

    internal static Guid MarkedCohort(int number) => SeededRows.Id(CohortKind, 1 + number);

    /// <summary>The places of the last cohort without marks, one after another.</summary>
    internal (Guid Enrollment, Guid Component) Unmarked(int number) =>
        number < trainees * Components * (cohorts / 2)
            ? (
                Enrollment((2 * cohorts) - 1 - (number / (trainees * Components)), number % trainees),
                components[number / trainees % Components]
            )
            : throw new InvalidOperationException("The prepared places are used up: prepare more.");

    /// <summary>Lists of marks of the first cohorts without marks.</summary>
    internal IEnumerable<(Guid Cohort, IReadOnlyList<object> Entries)> BulkLists(int size) =>
        Enumerable
            .Range(cohorts, cohorts / 2)
            .SelectMany(cohort =>
                Enumerable
                    .Range(0, trainees * Components)
                    .Select(i =>
                        (object)
                            new
                            {
                                enrollmentId = Enrollment(cohort, i % trainees),
                                componentId = components[i / trainees],
                                state = "marked",
                                value = 50 + (i % 40),
                                version = 0,
                            }
                    )
                    .Chunk(size)
                    .Select(entries => (SeededRows.Id(CohortKind, 1 + cohort), (IReadOnlyList<object>)entries))
            );

    Guid Enrollment(int cohort, int trainee) => SeededRows.Id(EnrollmentKind, 1 + (cohort * trainees) + trainee);

    internal static async Task<ResultsData> MakeAsync(BenchmarkDatabase database, int cohorts, int trainees)
    {
        await using var provider = EnrollmentHost.ForCommand(database.Settings);
        var data = new BenchmarkData(provider);
        await data.CreateCohortAsync(Base, 10);
        var cohort = await data.SendAsync(new GetCohort(data.CohortId));
        var scheme = await data.SendAsync(new CreateScheme(cohort.CourseVersionId, Scheme));
        await database.ExecuteAsync(Rows(cohorts, trainees, scheme.Id, database.Settings.Database.Engine));
        return new ResultsData(cohorts, trainees, [.. scheme.Groups.SelectMany(g => g.Components).Select(c => c.Id)]);
    }

    static string Rows(int cohorts, int trainees, Guid scheme, DatabaseEngine engine)
    {
        var rows = new SeededRows(engine);
        var people = 2 * cohorts * trainees;
        var from = $"FROM Counted CROSS JOIN Cohorts h WHERE h.Code = '{Base}'";
        var cohort = rows.IdTerm(CohortKind, $"(1 + (N - 1) / {trainees})");
        return $"""
            BEGIN;
            UPDATE Schemes SET FrozenAt = CreatedAt WHERE Id = {rows.Value(scheme)};
            INSERT INTO Cohorts
                (Id, CenterId, CourseVersionId, SchemeId, Code, TimeZone, Capacity, Overbooking, SeatsHeld, PlacesTaken,
                 OpensOn, ClosesOn, OpensAt, ClosesAt, StartsOn, EndsOn, MarkedAt, Version, CreatedAt)
            {SeededRows.Numbers(1, 2 * cohorts)} {rows.IdTerm(CohortKind, "N")}, CenterId, CourseVersionId,
                {rows.Value(scheme)}, 'M' || CAST(N AS TEXT), TimeZone, {trainees}, 0, {trainees}, {trainees}, OpensOn,
                ClosesOn, OpensAt, ClosesAt, StartsOn, EndsOn, CreatedAt, 1, CreatedAt
            {from};
            INSERT INTO People (Id, Version, CreatedAt)
            {SeededRows.Numbers(1, people)} {rows.IdTerm(PersonKind, "N")}, 1, CreatedAt {from};
            INSERT INTO PersonNames (PersonId, Position, Script, FullName)
            {SeededRows.Numbers(1, people)} {rows.IdTerm(PersonKind, "N")}, 0, 'Latn',
                'Nurgul Abdrakhmanova ' || CAST(N AS TEXT)
            {from};
            INSERT INTO Enrollments (Id, PersonId, CohortId, TraineeNumber, State, EnrolledOn, Version, CreatedAt)
            {SeededRows.Numbers(1, people)} {rows.IdTerm(EnrollmentKind, "N")}, {rows.IdTerm(
                PersonKind,
                "N"
            )}, {cohort},
                1 + (N - 1) % {trainees}, 'Active', StartsOn, 1, CreatedAt
            {from};
            INSERT INTO Marks (EnrollmentId, ComponentId, Attempt, State, Value, EnteredBy, EnteredAt, Version)
            SELECT e.Id, c.Id, 1, 'Marked', 3000 + (e.TraineeNumber * 37 + c.Position * 411) % 7000, 'seed', e.CreatedAt, 1
            FROM Enrollments e
            CROSS JOIN SchemeComponents c
            WHERE c.SchemeId = {rows.Value(scheme)} AND e.CohortId <= {rows.Value(SeededRows.Id(CohortKind, cohorts))};
            COMMIT;
            ANALYZE;
            """;
    }
}
