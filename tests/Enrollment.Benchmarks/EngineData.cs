using Enrollment.Assessments;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Storage;
using Enrollment.Web.Hosting;

namespace Enrollment.Benchmarks;

/// <summary>
/// Drafts to submit, offers to accept, marks to enter and certificates to verify, so many that none is needed twice. What
/// there is one of is made by commands; what there are many of, by statements over sets.
/// </summary>
sealed class EngineData
{
    const int Components = 10;

    /// <summary>So that accepting waits as seldom for another's seat as it does in a center with many courses.</summary>
    const int Cohorts = 500;

    const string Base = "BASE";

    readonly int count;
    readonly Guid[] components;

    EngineData(int count, Guid[] components, IReadOnlyList<string> codes)
    {
        this.count = count;
        this.components = components;
        Codes = codes;
    }

    /// <summary>The verification codes of the certificates.</summary>
    internal IReadOnlyList<string> Codes { get; }

    internal static Guid Draft(int number) => Id(Kind.Draft, number);

    internal static Guid Offer(int number) => Id(Kind.Offer, number);

    internal (Guid Enrollment, Guid Component) Mark(int number) =>
        (Id(Kind.Enrollment, 1 + (number - 1) / Components), components[number % Components]);

    /// <param name="database">Where they are made.</param>
    /// <param name="count">How many of each.</param>
    internal static async Task<EngineData> MakeAsync(BenchmarkDatabase database, int count)
    {
        await using var provider = EnrollmentHost.ForCommand(database.Settings);
        var certified = new BenchmarkData(provider);
        var center = await certified.CreateCohortAsync("CERTIFIED", 500);
        await certified.CreatePeopleAsync(500);
        await certified.SearchMatchesAsync();
        var codes = new List<string>();
        foreach (var row in await certified.IssueAsync(await certified.PassAsync(center)))
            codes.Add((await certified.SendAsync(new GetCertificate(row.CertificateId!.Value))).VerificationCode);

        var data = new BenchmarkData(provider);
        await data.CreateCohortAsync(Base, 10_000);
        var cohort = await data.SendAsync(new GetCohort(data.CohortId));
        var scheme = await data.SendAsync(new CreateScheme(cohort.CourseVersionId, Scheme));
        await database.ExecuteAsync(Rows(count, scheme.Id, database.Settings.Database.Engine));
        return new EngineData(count, [.. scheme.Groups.SelectMany(g => g.Components).Select(c => c.Id)], codes);
    }

    /// <summary>Answers 1, 2, 3 and so on, each number once.</summary>
    internal Func<int> Numbers()
    {
        var last = 0;
        return () =>
            Interlocked.Increment(ref last) is var number && number <= count
                ? number
                : throw new InvalidOperationException($"The {count} prepared rows are used up: prepare more.");
    }

    static SchemeFields Scheme =>
        new()
        {
            Name = "Benchmark",
            PassMark = 50,
            Groups =
            [
                new SchemeGroup
                {
                    Code = "ALL",
                    Name = "All",
                    Weight = 100,
                    Components =
                    [
                        .. Enumerable
                            .Range(1, Components)
                            .Select(n => new SchemeComponent
                            {
                                Code = $"P{n}",
                                Name = $"Part {n}",
                                Kind = ComponentKind.Test,
                                Weight = 100m / Components,
                            }),
                    ],
                },
            ],
        };

    enum Kind
    {
        Person = 1,
        Cohort,
        Draft,
        Offer,
        Enrollment,
    }

    static Guid Id(Kind kind, int number) => SeededRows.Id((int)kind, number);

    static string Rows(int count, Guid scheme, DatabaseEngine engine)
    {
        var rows = new SeededRows(engine);
        var numbers = SeededRows.Numbers(1, count);
        var from = $"FROM Counted CROSS JOIN Cohorts h WHERE h.Code = '{Base}'";
        return $"""
            BEGIN;
            UPDATE Schemes SET FrozenAt = CreatedAt WHERE Id = {rows.Value(scheme)};
            INSERT INTO Cohorts
                (Id, CenterId, CourseVersionId, SchemeId, Code, TimeZone, Capacity, Overbooking, SeatsHeld, PlacesTaken,
                 OpensOn, ClosesOn, OpensAt, ClosesAt, StartsOn, EndsOn, MarkedAt, Version, CreatedAt)
            {numbers} {Id(Kind.Cohort, "N")}, CenterId, CourseVersionId, {rows.Value(scheme)},
                'H' || CAST(N AS TEXT), TimeZone, Capacity, 0, {1 + count / Cohorts}, 0, OpensOn, ClosesOn, OpensAt,
                ClosesAt, StartsOn, EndsOn, CreatedAt, 1, CreatedAt
            {from} AND N <= {Cohorts};
            INSERT INTO People (Id, Version, CreatedAt) {numbers} {Id(Kind.Person, "N")}, 1, CreatedAt {from};
            INSERT INTO PersonNames (PersonId, Position, Script, FullName)
            {numbers} {Id(Kind.Person, "N")}, 0, 'Latn', 'Nurgul Abdrakhmanova ' || CAST(N AS TEXT) {from};
            INSERT INTO Applications (Id, PersonId, CohortId, State, Version, CreatedAt)
            {numbers} {Id(Kind.Draft, "N")}, {Id(Kind.Person, "N")}, {Id(
                Kind.Cohort,
                $"N % {Cohorts} + 1"
            )}, 'Draft', 1,
                CreatedAt
            {from};
            INSERT INTO Applications (Id, PersonId, CohortId, State, SubmittedAt, Version, CreatedAt)
            {numbers} {Id(Kind.Offer, "N")}, {Id(Kind.Person, "N")}, {Id(Kind.Cohort, $"(N + 1) % {Cohorts} + 1")},
                'Offered', CreatedAt, 4, CreatedAt
            {from};
            INSERT INTO Enrollments (Id, PersonId, CohortId, State, EnrolledOn, Version, CreatedAt)
            {numbers} {Id(Kind.Enrollment, "N")}, {Id(Kind.Person, "N")}, {Id(Kind.Cohort, $"(N + 2) % {Cohorts} + 1")},
                'Active', StartsOn, 1, CreatedAt
            {from} AND N <= {1 + count / Components};
            COMMIT;
            ANALYZE;
            """;

        string Id(Kind kind, string number) => rows.IdTerm((int)kind, number);
    }
}
