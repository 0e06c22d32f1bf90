using Enrollment.Accounts;
using Enrollment.Admissions.Selection;
using Enrollment.Data;
using Enrollment.People;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>
/// Applications of a cohort with all that is known of the applicant, in the order of their creation, for files that
/// leave the system. <paramref name="Source"/> is the system whose ids are the references.
/// </summary>
[Requires(Permission.ReadPeople)]
public sealed record ListApplicationRecords(
    Guid CohortId,
    ApplicationState? State,
    string Source,
    Guid? After,
    int Size
) : IQuery<Page<ApplicationRecord>>;

/// <summary>An application and its applicant.</summary>
public sealed record ApplicationRecord
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public string CohortCode { get; init; } = "";

    /// <summary>The person's id in the other system; the first in their order where there are several, null where none.</summary>
    public string? Reference { get; init; }

    /// <summary>The principal spelling first.</summary>
    public IReadOnlyList<PersonName> Names { get; init; } = [];
    public DateOnly? BirthDate { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public ApplicationState State { get; init; }
    public string? Statement { get; init; }
    public string? Reason { get; init; }
    public string? Conditions { get; init; }
    public DateTimeOffset? OfferExpiresAt { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }
}

sealed class ListApplicationRecordsValidator : AbstractValidator<ListApplicationRecords>
{
    public ListApplicationRecordsValidator()
    {
        RuleFor(q => q.Source).Code();
        RuleFor(q => q.Size).InclusiveBetween(1, 5_000);
    }
}

sealed class ListApplicationRecordsHandler(Db db, RequestContext context)
    : IRequestHandler<ListApplicationRecords, Result<Page<ApplicationRecord>>>
{
    public async Task<Result<Page<ApplicationRecord>>> Handle(
        ListApplicationRecords request,
        CancellationToken cancellationToken
    )
    {
        if (await Veil.HidesAsync(db, context.Caller, request.CohortId, cancellationToken))
            return SelectionErrors.ApplicantHidden;

        var page = await db.PageAsync<ApplicationRecord>(
            Applications,
            new
            {
                request.CohortId,
                State = request.State?.ToString(),
                After = request.After ?? Guid.Empty,
            },
            request.Size,
            row => row.Id,
            cancellationToken
        );
        if (page.Items.Count == 0)
            return page;

        var read = new
        {
            request.CohortId,
            State = request.State?.ToString(),
            request.Source,
            First = page.Items[0].Id,
            Last = page.Items[^1].Id,
        };
        var names = (await db.QueryAsync<NameRow>(Names, read, cancellationToken)).ToLookup(
            row => row.PersonId,
            row => row.Name
        );
        var references = (await db.QueryAsync<ReferenceRow>(References, read, cancellationToken)).ToLookup(
            row => row.PersonId,
            row => row.ExternalId
        );
        return page with
        {
            Items =
            [
                .. page.Items.Select(row =>
                    row with
                    {
                        Names = [.. names[row.PersonId]],
                        Reference = references[row.PersonId].FirstOrDefault(),
                    }
                ),
            ],
        };
    }

    sealed record NameRow
    {
        public Guid PersonId { get; init; }
        public string Script { get; init; } = "";
        public string FullName { get; init; } = "";
        public string? Family { get; init; }
        public string? Given { get; init; }
        public string? Patronymic { get; init; }

        internal PersonName Name =>
            new()
            {
                Script = Script,
                FullName = FullName,
                Family = Family,
                Given = Given,
                Patronymic = Patronymic,
            };
    }

    sealed record ReferenceRow
    {
        public Guid PersonId { get; init; }
        public string ExternalId { get; init; } = "";
    }

    internal static readonly Sql Applications = new(
        """
        SELECT a.Id, a.PersonId, h.Code AS CohortCode, p.BirthDate, p.Email, p.Phone, a.State, a.Statement, a.Reason,
               a.Conditions, a.OfferExpiresAt, a.SubmittedAt
        FROM Applications a
        JOIN Cohorts h ON h.Id = a.CohortId
        JOIN People p ON p.Id = a.PersonId
        WHERE a.CohortId = @CohortId AND a.Id > @After AND (@State IS NULL OR a.State = @State)
        ORDER BY a.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql Names = new(
        """
        SELECT n.PersonId, n.Script, n.FullName, n.Family, n.Given, n.Patronymic
        FROM Applications a
        JOIN PersonNames n ON n.PersonId = a.PersonId
        WHERE a.CohortId = @CohortId AND a.Id >= @First AND a.Id <= @Last AND (@State IS NULL OR a.State = @State)
        ORDER BY a.Id, n.Position
        """
    );

    internal static readonly Sql References = new(
        """
        SELECT x.PersonId, x.ExternalId
        FROM Applications a
        JOIN PersonExternalIds x ON x.PersonId = a.PersonId AND x.Source = @Source
        WHERE a.CohortId = @CohortId AND a.Id >= @First AND a.Id <= @Last AND (@State IS NULL OR a.State = @State)
        ORDER BY a.Id, x.ExternalId
        """
    );
}
