using Dapper;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Messages;

/// <summary>
/// What a trainee is told of: a change of <paramref name="SubjectId"/>, which has <paramref name="SubjectVersion"/> now.
/// There is at most one message of a kind for a version.
/// </summary>
/// <param name="Kind">What is told.</param>
/// <param name="EnrollmentId">The record whose person is written to, and whose cohort the message tells of.</param>
/// <param name="SubjectId">The record, appeal, claim or certificate that changed.</param>
/// <param name="SubjectVersion">Its version after the change.</param>
sealed record TraineeEvent(MessageKind Kind, Guid EnrollmentId, Guid SubjectId, int SubjectVersion)
{
    /// <summary>For the trainee to read.</summary>
    internal string? Reason { get; init; }

    internal Guid? CertificateId { get; init; }

    /// <summary>The first instant at which it is too late to appeal.</summary>
    internal DateTimeOffset? ClosesAt { get; init; }
}

/// <summary>
/// Where other features leave, inside their own command, what trainees are to be told, with or without an application: it
/// is sent if the command is committed, and only then.
/// </summary>
static class TraineeOutbox
{
    internal static Task RecordAsync(
        Db db,
        Ids ids,
        TraineeEvent happened,
        DateTimeOffset now,
        CancellationToken token
    ) => RecordAsync(db, ids, [happened], now, token);

    /// <summary>A release and an issue tell hundreds, so that many go to a statement.</summary>
    internal static async Task RecordAsync(
        Db db,
        Ids ids,
        IReadOnlyList<TraineeEvent> happened,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        foreach (var (sql, at, count) in RowBatches.Of(happened.Count, InsertMany, InsertSome, InsertOne))
        {
            var parameters = new DynamicParameters();
            parameters.Add("Now", now);
            for (var i = 0; i < count; i++)
            {
                var one = happened[at + i];
                parameters.Add($"Id{i}", ids.New());
                parameters.Add($"EnrollmentId{i}", one.EnrollmentId);
                parameters.Add($"CertificateId{i}", one.CertificateId);
                parameters.Add($"SubjectId{i}", one.SubjectId);
                parameters.Add($"SubjectVersion{i}", one.SubjectVersion);
                parameters.Add($"Kind{i}", one.Kind.ToString());
                parameters.Add($"Reason{i}", one.Reason);
                parameters.Add($"ClosesAt{i}", one.ClosesAt);
            }

            await db.ExecuteAsync(sql, parameters, token);
        }
    }

    internal static readonly Sql InsertMany = Insert(RowBatches.Many);
    internal static readonly Sql InsertSome = Insert(RowBatches.Some);
    internal static readonly Sql InsertOne = Insert(1);

    static Sql Insert(int rows) =>
        new(
            """
            INSERT INTO OutboxMessages
                (Id, PersonId, ApplicationId, EnrollmentId, CertificateId, SubjectId, SubjectVersion, Kind, Reason, ClosesAt,
                 Status, Attempts, DueAt, Version, CreatedAt)
            VALUES

            """
                + RowBatches.Values(
                    rows,
                    i =>
                        $"""
                            (@Id{i}, (SELECT e.PersonId FROM Enrollments e WHERE e.Id = @EnrollmentId{i}),
                             (SELECT e.ApplicationId FROM Enrollments e WHERE e.Id = @EnrollmentId{i}), @EnrollmentId{i},
                             @CertificateId{i}, @SubjectId{i}, @SubjectVersion{i}, @Kind{i}, @Reason{i}, @ClosesAt{i},
                             'Waiting', 0, @Now, 1, @Now)
                            """
                )
        );
}
