using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments.Circumstances;

/// <summary>Tells of extenuating circumstances: a trainee of the own, a registrar for anybody.</summary>
[Requires(Permission.ClaimCircumstances)]
public sealed record LodgeClaim(Guid EnrollmentId, ClaimFields Fields) : ICommand<ClaimView>;

public sealed record ClaimFields
{
    /// <summary>Left out: the claim is about the whole record.</summary>
    public Guid? ComponentId { get; init; }

    /// <summary>1 to 20, 1 where it is left out; stands with a component.</summary>
    public int? Attempt { get; init; }
    public required ClaimKind Kind { get; init; }

    /// <summary>What happened, 1 to 10,000 characters. The trainee and the board alone read it.</summary>
    public required string Statement { get; init; }
}

sealed class LodgeClaimValidator : AbstractValidator<LodgeClaim>
{
    public LodgeClaimValidator()
    {
        RuleFor(c => c.Fields.Attempt)
            .InclusiveBetween(1, MarkBook.MostAttempts)
            .Must((c, attempt) => attempt is null || c.Fields.ComponentId is not null)
            .WithMessage("An attempt stands with the component that it is an attempt at.");
        RuleFor(c => c.Fields.Kind).IsInEnum();
        RuleFor(c => c.Fields.Statement).NotEmpty().Prose(10_000);
    }
}

/// <remarks>The trail tells neither the statement nor its kind, which may be a matter of health.</remarks>
sealed class LodgeClaimHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<LodgeClaim, Result<ClaimView>>
{
    public async Task<Result<ClaimView>> Handle(LodgeClaim request, CancellationToken cancellationToken)
    {
        var fields = request.Fields;
        var enrollment = await db.FindAsync<EnrollmentView>(
            GetEnrollmentHandler.ById,
            new { Id = request.EnrollmentId },
            cancellationToken
        );
        if (enrollment is null)
            return Refusal.NotFound("enrollment", request.EnrollmentId);
        if (!context.Caller.MayActFor(enrollment.PersonId))
            return AccountErrors.NotYours;
        if (
            enrollment.State != EnrollmentState.Withdrawn
            && AssessmentErrors.RecordClosed(enrollment.State.ToString()) is { } closed
        )
            return Refusal.Conflict(closed.Code, closed.Message);
        var place = new { enrollment.CohortId, fields.ComponentId };
        if (fields.ComponentId is not null && await db.FindAsync<int>(CountInScheme, place, cancellationToken) == 0)
            return CircumstanceErrors.NotInScheme;

        var row = new
        {
            Id = ids.New(),
            enrollment.CohortId,
            request.EnrollmentId,
            fields.ComponentId,
            Attempt = fields.ComponentId is null ? (int?)null : fields.Attempt ?? 1,
            Kind = fields.Kind.ToString(),
            fields.Statement,
            LodgedBy = context.Caller.Id,
            Now = time.GetUtcNow(),
        };
        await db.ExecuteAsync(Insert, row, cancellationToken);
        audit.Record(
            "claim.lodged",
            request.EnrollmentId,
            new
            {
                ClaimId = row.Id,
                row.ComponentId,
                row.Attempt,
            }
        );
        return (await ClaimView.FindAsync(db, row.Id, cancellationToken))!.WithoutStatement;
    }

    internal static readonly Sql CountInScheme = new(
        """
        SELECT COUNT(*)
        FROM Cohorts h
        JOIN SchemeComponents c ON c.SchemeId = h.SchemeId
        WHERE h.Id = @CohortId AND c.Id = @ComponentId
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO CircumstanceClaims
            (Id, CohortId, EnrollmentId, ComponentId, Attempt, Kind, Statement, State, LodgedBy, LodgedAt, Version)
        VALUES
            (@Id, @CohortId, @EnrollmentId, @ComponentId, @Attempt, @Kind, @Statement, 'Lodged', @LodgedBy, @Now, 1)
        """
    );
}
