using System.Collections.Concurrent;
using System.Diagnostics;
using Enrollment.Admissions;
using Enrollment.Cohorts;
using Enrollment.Enrollments;
using Enrollment.People;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>
/// Admissions of one cohort with a fifth more applicants than places: all apply at once, some are rejected, one
/// withdraws, everybody else is offered a place at once, and those who get none wait.
/// </summary>
sealed class AdmissionsRound(RequestSender sender, DemoCatalog catalog, DemoReport report)
{
    const int AtOnce = 32;

    readonly RequestSender registrar = sender.As(DemoCallers.Registrar);

    /// <summary>The enrolled trainees of the cohort.</summary>
    internal async Task<IReadOnlyList<Guid>> RunAsync(CohortView cohort, MadeUpNames names)
    {
        var places = cohort.Capacity;
        var applicants = places + Math.Max(7, places / 5);
        var started = Stopwatch.GetTimestamp();
        var applications = await ApplyAsync(cohort, [.. Enumerable.Range(0, applicants).Select(_ => names.Next())]);
        report.Rate("applications submitted", applicants, Stopwatch.GetElapsedTime(started));

        var twice = await sender
            .As(DemoCallers.Applicant(applications[0].PersonId, applications[0].PersonName))
            .TryAsync(new CreateApplication(applications[0].PersonId, cohort.Id, null));
        Refused("a person applies once per cohort", "already_applied", twice.Refusal?.Code);

        await ForAllAsync(applications, one => ChangeAsync(registrar, one, ApplicationVerb.Review));
        var rejected = applications.Take(5).ToList();
        await ForAllAsync(
            rejected,
            one => ChangeAsync(registrar, one, ApplicationVerb.Reject, "The prior qualification isn't documented.")
        );
        await ChangeAsync(Applicant(applications[5]), applications[5], ApplicationVerb.Withdraw);
        var wanted = applications.Skip(6).ToList();
        var (offered, waiting) = await OfferAsync(wanted);
        report.Expect("offers never exceed the places", places, offered.Count);
        await ForAllAsync(waiting, one => ChangeAsync(registrar, one, ApplicationVerb.Waitlist));
        await ForAllAsync(offered, one => ChangeAsync(Applicant(one), one, ApplicationVerb.Accept));
        var oneMore = await registrar.TryAsync(Offer(waiting[0]));
        Refused("a full cohort takes nobody from the waiting list", "cohort_full", oneMore.Refusal?.Code);
        report.Rate("applications decided", applicants, Stopwatch.GetElapsedTime(started));

        var after = await sender.SendAsync(new GetCohort(cohort.Id));
        report.Expect("the cohort counts its places", places, after.PlacesTaken);
        var trainees = await registrar.ListAsync(cursor => new ListEnrollments(cohort.Id, null, cursor, 1_000));
        report.Expect("everybody who accepted is enrolled", places, trainees.Count);
        report.Count("applications", applicants);
        report.Count("applications rejected", rejected.Count);
        report.Count("applications waiting", waiting.Count);
        report.Count("enrollments", trainees.Count);
        report.Count("people", applicants);
        return [.. trainees.Select(trainee => trainee.Id)];
    }

    async Task<List<ApplicationView>> ApplyAsync(CohortView cohort, List<PersonFields> people)
    {
        var applications = new ConcurrentBag<ApplicationView>();
        await ForAllAsync(
            people,
            async fields =>
            {
                var person = await registrar.SendAsync(new CreatePerson(fields));
                var applicant = sender.As(DemoCallers.Applicant(person.Id, fields.Names[0].FullName));
                var draft = await applicant.SendAsync(
                    new CreateApplication(person.Id, cohort.Id, "I want to learn the trade.")
                );
                applications.Add(await ChangeAsync(applicant, draft, ApplicationVerb.Submit));
            }
        );
        return [.. applications.OrderBy(application => application.Id)];
    }

    /// <summary>Offers everybody a place at the same time; who is refused must be so for want of a place.</summary>
    async Task<(List<ApplicationView> Offered, List<ApplicationView> Waiting)> OfferAsync(List<ApplicationView> wanted)
    {
        var offered = new ConcurrentBag<ApplicationView>();
        var waiting = new ConcurrentBag<ApplicationView>();
        var codes = new ConcurrentBag<string>();
        await ForAllAsync(
            wanted,
            async one =>
            {
                var answer = await registrar.TryAsync(Offer(one));
                (answer.Refusal is null ? offered : waiting).Add(one);
                if (answer.Refusal is { } refusal)
                    codes.Add(refusal.Code);
            }
        );
        Refused("the full cohort refuses further offers", "cohort_full", codes.Distinct().SingleOrDefault());
        return ([.. offered], [.. waiting.OrderBy(application => application.SubmittedAt)]);
    }

    ChangeApplication Offer(ApplicationView one) =>
        new(one.Id, ApplicationVerb.Offer, null, new TransitionInput { OfferExpiresOn = catalog.Today.AddDays(1) });

    static Task<ApplicationView> ChangeAsync(
        RequestSender who,
        ApplicationView one,
        ApplicationVerb verb,
        string? reason = null
    ) => who.SendAsync(new ChangeApplication(one.Id, verb, null, new TransitionInput { Reason = reason }));

    RequestSender Applicant(ApplicationView one) => sender.As(DemoCallers.Applicant(one.PersonId, one.PersonName));

    Task ForAllAsync<T>(IEnumerable<T> items, Func<T, Task> work) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = sender.Token },
            async (item, _) => await work(item)
        );

    void Refused(string name, string expected, string? code) =>
        report.Check(name, code == expected, $"expected {expected}, is {code ?? "accepted"}");
}
