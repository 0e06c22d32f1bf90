using System.Globalization;
using Enrollment.Accounts;
using Enrollment.Cohorts;
using Enrollment.Cohorts.Sessions;
using Enrollment.Data;
using Enrollment.Enrollments.Attendance;
using Enrollment.Pipeline;
using Enrollment.Web.Api;
using Enrollment.Web.Hosting;

namespace Enrollment.Web.Tables;

/// <summary>
/// A cohort's attendance as a table, a row to a trainee and a column to a session that wasn't cancelled, page by page as
/// in <see cref="ApplicationExport"/>.
/// </summary>
sealed class AttendanceExport(IServiceProvider services, Caller caller, Guid cohortId)
{
    const int PageSize = 200;

    static readonly string[] before = ["Enrollment", "Name"];
    static readonly string[] after = ["Counted", "Attended", "Excused", "Absent", "Not recorded", "Percent"];

    /// <summary>What was read before the file begins, so that a refusal can still be answered.</summary>
    internal sealed record Start(
        CohortView Cohort,
        IReadOnlyList<SessionView> Sessions,
        Page<TraineeSessions> Trainees
    );

    internal async Task<Result<Start>> StartAsync(CancellationToken token)
    {
        // The trainees come first: whoever may not read them hears so, whatever else may be read.
        var trainees = await services.SendAsync(new ListCohortAttendance(cohortId, null, PageSize), caller, token);
        if (trainees.Refusal is { } forbidden)
            return forbidden;
        var cohort = await services.SendAsync(new GetCohort(cohortId), caller, token);
        if (cohort.Refusal is { } unknown)
            return unknown;

        var sessions = new List<SessionView>();
        Guid? last = null;
        do
        {
            var page = await services.SendAsync(new ListSessions(cohortId, last, PageSize), caller, token);
            if (page.Refusal is { } refusal)
                return refusal;
            sessions.AddRange(page.Value.Items.Where(session => session.CancelledAt is null));
            last = page.Value.NextCursor;
        } while (last is not null);

        return new Start(cohort.Value, sessions, trainees.Value);
    }

    internal async Task WriteAsync(Start start, ITableWriter writer, CancellationToken token)
    {
        await writer.WriteAsync(
            [
                [.. before.Concat(start.Sessions.Select(Title)).Concat(after).Select(OutCell.Of)],
            ],
            token
        );
        var page = start.Trainees;
        while (true)
        {
            await writer.WriteAsync([.. page.Items.Select(trainee => Row(trainee, start.Sessions))], token);
            if (page.NextCursor is not { } next)
                break;

            var read = await services.SendAsync(new ListCohortAttendance(cohortId, next, PageSize), caller, token);
            // What was begun can't be refused any more: the connection breaks off, and the client sees that.
            page = read.Refusal is { } refusal ? throw new InvalidOperationException(refusal.ToString()) : read.Value;
        }

        await writer.FinishAsync(token);
    }

    static string Title(SessionView session) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{session.HeldOn:yyyy-MM-dd} {session.StartTime:HH:mm} {session.Title}"
        );

    static OutCell[] Row(TraineeSessions trainee, IReadOnlyList<SessionView> sessions)
    {
        var recorded = trainee.Sessions.ToDictionary(s => s.SessionId);
        var share = trainee.Share;
        return
        [
            OutCell.Of(trainee.EnrollmentId.ToString()),
            OutCell.Of(trainee.PersonName),
            .. sessions.Select(s =>
                OutCell.Of(recorded.TryGetValue(s.Id, out var row) ? ApiJson.Name(row.State) : null)
            ),
            Number(share.Counted),
            Number(share.Attended),
            Number(share.Excused),
            Number(share.Absent),
            Number(share.NotRecorded),
            Number(share.Percent),
        ];
    }

    static OutCell Number(decimal? value) => OutCell.Of(value?.ToString("0.##", CultureInfo.InvariantCulture));
}
