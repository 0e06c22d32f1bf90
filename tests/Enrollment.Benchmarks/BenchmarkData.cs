using System.Globalization;
using Enrollment.Accounts;
using Enrollment.Assessments;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Enrollments;
using Enrollment.People;
using Enrollment.Pipeline;
using Enrollment.Web.Hosting;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Enrollment.Benchmarks;

/// <summary>Fills a data directory through the same commands as the API.</summary>
sealed class BenchmarkData(IServiceProvider provider)
{
    internal const string Token = "benchmark-token";

    internal Guid CohortId { get; private set; }
    internal IReadOnlyList<Guid> People { get; private set; } = [];

    /// <summary>A center with one course and one open cohort that has room for everybody.</summary>
    internal async Task<Guid> CreateCohortAsync(string code, int capacity)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var center = await SendAsync(
            new CreateCenter(
                new CenterFields
                {
                    Code = $"B{code}",
                    Name = "Benchmark Training Center",
                    Country = "KZ",
                    TimeZone = "Asia/Almaty",
                    Signatories = [new Signatory("Aigerim Sadykova", "Director")],
                }
            )
        );
        var course = await SendAsync(
            new CreateCourse($"C-{code}", new CourseFields { Title = "Automotive Engines", Hours = 240 })
        );
        var cohort = await SendAsync(
            new CreateCohort(
                center.Id,
                course.VersionId,
                new CohortFields
                {
                    Code = code,
                    Capacity = capacity,
                    OpensOn = today.AddDays(-30),
                    ClosesOn = today.AddDays(30),
                    StartsOn = today.AddDays(-20),
                    EndsOn = today.AddDays(60),
                }
            )
        );
        CohortId = cohort.Id;
        return center.Id;
    }

    internal async Task CreatePeopleAsync(int count)
    {
        var people = new List<Guid>(count);
        foreach (var batch in Enumerable.Range(0, count).Chunk(5_000))
        {
            var import = await SendAsync(
                new ImportPeople(
                    "benchmark",
                    [
                        .. batch.Select(n => new ImportedPerson(
                            n.ToString(CultureInfo.InvariantCulture),
                            new PersonFields
                            {
                                Names =
                                [
                                    new PersonName { Script = "Latn", FullName = $"Nurgul Abdrakhmanova {n}" },
                                    new PersonName { Script = "Cyrl", FullName = $"Нұргүл Әбдірахманова {n}" },
                                ],
                            }
                        )),
                    ]
                )
            );
            people.AddRange(import.Ids.Values);
        }

        People = people;
    }

    /// <summary>Else the server would look for the matches of these people while it is measured.</summary>
    internal async Task SearchMatchesAsync()
    {
        await using var scope = provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestContext>().Caller = Caller.System;
        var search = scope.ServiceProvider.GetRequiredService<MatchSearch>();
        while (await search.RunBatchAsync(1_000, CancellationToken.None) > 0) { }
    }

    /// <summary>Enrolls the people and has a sealed board pass them all: ready to be issued.</summary>
    internal async Task<IReadOnlyList<Guid>> PassAsync(Guid centerId)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);
        var enrollments = new List<Guid>();
        var meeting = await SendAsync(new HoldBoardMeeting(centerId, "B-1", today, MeetingKind.Recorded));
        foreach (var batch in People.Chunk(5_000))
        {
            var import = await SendAsync(
                new ImportEnrollments(
                    CohortId,
                    [.. batch.Select(id => new ImportedEnrollment(id, today, EnrollmentState.Active, null, null))]
                )
            );
            var decisions = import.IdByPerson.Values.Select(id => new DecisionEntry
            {
                EnrollmentId = id,
                Decision = BoardDecision.Pass,
            });
            await SendAsync(new RecordDecisions(meeting.Id, [.. decisions]));
            enrollments.AddRange(import.IdByPerson.Values);
        }

        await SendAsync(new SealMinutes(meeting.Id));
        return enrollments;
    }

    internal async Task<IReadOnlyList<CertificateRow>> IssueAsync(IReadOnlyList<Guid> enrollments)
    {
        await using var scope = provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestContext>().Caller = Caller.System;
        var issued = await scope
            .ServiceProvider.GetRequiredService<CertificateIssuing>()
            .IssueAsync(enrollments, CancellationToken.None);
        return issued.Value;
    }

    internal async Task<T> SendAsync<T>(IRequest<Result<T>> request) =>
        (await provider.SendAsync(request, Caller.System, CancellationToken.None)).Value;
}
