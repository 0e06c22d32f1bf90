using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.People;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Enrollments;

/// <summary>
/// Brings in trainees' records that another system holds, up to 5,000 of one cohort at once. A record that is there
/// already stays as it is.
/// </summary>
[Requires(Permission.Import)]
public sealed record ImportEnrollments(Guid CohortId, IReadOnlyList<ImportedEnrollment> Rows)
    : ICommand<EnrollmentImport>;

/// <summary>A record as the other system has it: still active, withdrawn or cancelled.</summary>
public sealed record ImportedEnrollment(
    Guid PersonId,
    DateOnly EnrolledOn,
    EnrollmentState State,
    DateOnly? EndedOn,
    string? EndReason
);

/// <summary>The record of each person, and how many of them are new.</summary>
public sealed record EnrollmentImport(IReadOnlyDictionary<Guid, Guid> IdByPerson, int Created);

sealed class ImportEnrollmentsValidator : AbstractValidator<ImportEnrollments>
{
    public ImportEnrollmentsValidator()
    {
        RuleFor(c => c.Rows).Must(rows => rows is { Count: >= 1 and <= 5_000 });
        RuleForEach(c => c.Rows)
            .Must(row => row.State is EnrollmentState.Active or EnrollmentState.Withdrawn or EnrollmentState.Cancelled)
            .WithMessage("An imported record is Active, Withdrawn or Cancelled; the board decides the rest.");
    }
}

sealed class ImportEnrollmentsHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<ImportEnrollments, Result<EnrollmentImport>>
{
    public async Task<Result<EnrollmentImport>> Handle(ImportEnrollments request, CancellationToken cancellationToken)
    {
        if (await db.FindAsync<Guid?>(CohortExists, new { request.CohortId }, cancellationToken) is null)
            return Refusal.NotFound("cohort", request.CohortId);

        var now = time.GetUtcNow();
        var known = new Dictionary<Guid, Guid>();
        var opened = new List<Guid>();
        var places = 0;
        foreach (var row in request.Rows)
        {
            var key = new { row.PersonId, request.CohortId };
            if (await db.FindAsync<Guid?>(Find, key, cancellationToken) is { } existing)
            {
                known[row.PersonId] = existing;
                continue;
            }

            if (await PersonStore.HoldAsync(db, row.PersonId, cancellationToken) is { } refusal)
                return refusal;

            var id = ids.New();
            await db.ExecuteAsync(
                Insert,
                new
                {
                    Id = id,
                    row.PersonId,
                    request.CohortId,
                    State = row.State.ToString(),
                    row.EnrolledOn,
                    row.EndedOn,
                    row.EndReason,
                    Now = now,
                },
                cancellationToken
            );
            audit.Record("enrollment.imported", id, new { row.State });
            known[row.PersonId] = id;
            places += row.State.PlacesTaken();
            opened.Add(id);
        }

        SeatChange[] seats = [new(request.CohortId, places, places, Numbers: opened.Count)];
        if (await Seats.MoveAsync(db, seats, cancellationToken) is { } full)
            return full;
        if (opened.Count > 0)
            await NumberAsync(request.CohortId, opened, cancellationToken);
        return new EnrollmentImport(known, opened.Count);
    }

    async Task NumberAsync(Guid cohortId, List<Guid> opened, CancellationToken token)
    {
        var first = await TraineeNumbers.LastAsync(db, cohortId, token) - opened.Count + 1;
        foreach (var (place, id) in opened.Index())
            await db.ExecuteAsync(SetNumber, new { Id = id, Number = first + place }, token);
    }

    internal static readonly Sql CohortExists = new("SELECT Id FROM Cohorts WHERE Id = @CohortId");

    internal static readonly Sql Find = new(
        "SELECT Id FROM Enrollments WHERE PersonId = @PersonId AND CohortId = @CohortId"
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO Enrollments
            (Id, PersonId, CohortId, State, EnrolledOn, EndedOn, EndReason, Version, CreatedAt)
        VALUES
            (@Id, @PersonId, @CohortId, @State, @EnrolledOn, @EndedOn, @EndReason, 1, @Now)
        """
    );

    internal static readonly Sql SetNumber = new("UPDATE Enrollments SET TraineeNumber = @Number WHERE Id = @Id");
}
