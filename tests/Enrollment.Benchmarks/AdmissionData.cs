using Enrollment.Cohorts;
using Enrollment.Web.Hosting;

namespace Enrollment.Benchmarks;

/// <summary>
/// One admission round: a few cohorts to submit to, cohorts with half as many places as offers, one with a single place,
/// and one that everybody waits for. Each application has a person of its own.
/// </summary>
sealed class AdmissionData
{
    /// <summary>Cohorts that all submissions go to.</summary>
    const int Popular = 4;

    /// <summary>Offers of one place.</summary>
    internal const int LastSeatOffers = 200;

    readonly BenchmarkDatabase database;
    readonly SeededRows rows;
    int applications;
    int cohorts;

    AdmissionData(BenchmarkDatabase database)
    {
        this.database = database;
        rows = new SeededRows(database.Settings.Database.Engine);
    }

    enum Kind
    {
        Person = 1,
        Cohort,
        Application,
    }

    /// <summary>The drafts, each for one of the popular cohorts.</summary>
    internal Queue<Guid> Drafts { get; private set; } = [];

    /// <summary>The offers of a cohort that has half as many places, by the number of clients that compete.</summary>
    internal Dictionary<int, IReadOnlyList<Guid>> Offers { get; } = [];

    internal IReadOnlyList<Guid> LastSeat { get; private set; } = [];

    /// <summary>The cohort without places that all wait for.</summary>
    internal Guid WaitedFor { get; private set; }

    /// <param name="database">Where it is made.</param>
    /// <param name="drafts">How many may be submitted.</param>
    /// <param name="offers">How many are offered a place, by the number of clients that will compete for them.</param>
    /// <param name="waiting">How many wait.</param>
    internal static async Task<AdmissionData> MakeAsync(
        BenchmarkDatabase database,
        int drafts,
        IReadOnlyDictionary<int, int> offers,
        int waiting
    )
    {
        await using var provider = EnrollmentHost.ForCommand(database.Settings);
        var basis = new BenchmarkData(provider);
        var center = await basis.CreateCohortAsync("BASE", 1);
        var round = await basis.SendAsync(new CreateRound(center, new RoundFields { Code = "R", Name = "Autumn" }));
        var data = new AdmissionData(database);
        var drafted = new List<IReadOnlyList<Guid>>();
        for (var cohort = 0; cohort < Popular; cohort++)
        {
            var popular = await data.AddCohortAsync(round.Id, capacity: 100, overbooking: 0, held: 0, waiting: 0);
            drafted.Add(await data.AddApplicationsAsync(popular, "Draft", drafts / Popular));
        }

        for (var n = 0; n < drafts / Popular; n++)
        {
            foreach (var of in drafted)
                data.Drafts.Enqueue(of[n]);
        }

        foreach (var (clients, count) in offers)
        {
            var contested = await data.AddCohortAsync(round.Id, count / 2, count - count / 2, held: count, waiting: 0);
            data.Offers[clients] = await data.AddApplicationsAsync(contested, "Offered", count);
        }

        var last = await data.AddCohortAsync(round.Id, 1, LastSeatOffers - 1, held: LastSeatOffers, waiting: 0);
        data.LastSeat = await data.AddApplicationsAsync(last, "Offered", LastSeatOffers);
        data.WaitedFor = await data.AddCohortAsync(round.Id, capacity: 0, overbooking: 0, held: 0, waiting);
        await data.AddApplicationsAsync(data.WaitedFor, "Waitlisted", waiting);
        await database.ExecuteAsync("ANALYZE");
        return data;
    }

    async Task<Guid> AddCohortAsync(Guid round, int capacity, int overbooking, int held, int waiting)
    {
        var id = SeededRows.Id((int)Kind.Cohort, ++cohorts);
        await database.ExecuteAsync(
            $"""
            INSERT INTO Cohorts
                (Id, CenterId, CourseVersionId, Code, TimeZone, Capacity, Overbooking, SeatsHeld, PlacesTaken, Waiting,
                 RoundId, OfferDays, OpensOn, ClosesOn, OpensAt, ClosesAt, StartsOn, EndsOn, Version, CreatedAt)
            SELECT {rows.Value(
                id
            )}, CenterId, CourseVersionId, 'H{cohorts}', TimeZone, {capacity}, {overbooking}, {held},
                0, {waiting}, {rows.Value(round)}, OfferDays, OpensOn, ClosesOn, OpensAt, ClosesAt, StartsOn, EndsOn, 1,
                CreatedAt
            FROM Cohorts WHERE Code = 'BASE'
            """
        );
        return id;
    }

    /// <summary>Those that were submitted count as one choice of their person in the round.</summary>
    async Task<IReadOnlyList<Guid>> AddApplicationsAsync(Guid cohort, string state, int count)
    {
        var (first, last) = (applications + 1, applications + count);
        applications = last;
        var numbers = SeededRows.Numbers(first, last);
        var person = rows.IdTerm((int)Kind.Person, "N");
        var from = $"FROM Counted CROSS JOIN Cohorts h WHERE h.Id = {rows.Value(cohort)}";
        var isDraft = state == "Draft" ? 1 : 0;
        await database.ExecuteAsync(
            $"""
            BEGIN;
            INSERT INTO People (Id, Version, CreatedAt) {numbers} {person}, 1, CreatedAt {from};
            INSERT INTO PersonNames (PersonId, Position, Script, FullName)
            {numbers} {person}, 0, 'Latn', 'Nurgul Abdrakhmanova ' || CAST(N AS TEXT) {from};
            INSERT INTO Applications
                (Id, PersonId, CohortId, State, SubmittedAt, RoundId, WaitlistRank, Version, CreatedAt)
            {numbers} {rows.IdTerm((int)Kind.Application, "N")}, {person}, h.Id, '{state}',
                CASE WHEN {isDraft} = 0 THEN CreatedAt END, CASE WHEN {isDraft} = 0 THEN h.RoundId END,
                CASE WHEN '{state}' = 'Waitlisted' THEN N END, 2 - {isDraft}, CreatedAt
            {from};
            INSERT INTO RoundChoices (PersonId, RoundId, OpenChoices, TotalChoices)
            {numbers} {person}, h.RoundId, 1, 1 {from} AND {isDraft} = 0;
            COMMIT
            """
        );
        return [.. Enumerable.Range(first, count).Select(number => SeededRows.Id((int)Kind.Application, number))];
    }
}
