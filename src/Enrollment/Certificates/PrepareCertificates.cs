using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>
/// Takes up to 500 enrollments through the award gate, freezes what their certificates say and takes their numbers.
/// Each row ends prepared or with its own reason. A row that a crash left prepared is taken up where it stood.
/// </summary>
[Requires(Permission.IssueCertificates)]
public sealed record PrepareCertificates(IReadOnlyList<Guid> EnrollmentIds) : ICommand<CertificatesPrepared>;

/// <summary>Prepares the certificate of one enrollment; what keeps it from one refuses the command.</summary>
[Requires(Permission.IssueCertificates)]
public sealed record PrepareCertificate(Guid EnrollmentId) : ICommand<CertificateRow>;

public sealed record CertificatesPrepared(IReadOnlyList<CertificateRow> Rows);

/// <summary>One row of an issue: its certificate, or the problem that kept it from one.</summary>
public sealed record CertificateRow(Guid EnrollmentId, Guid? CertificateId, string? Serial, FieldProblem? Problem);

sealed class PrepareCertificatesValidator : AbstractValidator<PrepareCertificates>
{
    public PrepareCertificatesValidator() =>
        RuleFor(c => c.EnrollmentIds)
            .Must(ids => ids is { Count: >= 1 and <= 500 })
            .WithMessage("Name 1 to 500 enrollments at once.");
}

sealed class PrepareCertificatesHandler(CertificateDraft draft)
    : IRequestHandler<PrepareCertificates, Result<CertificatesPrepared>>
{
    public async Task<Result<CertificatesPrepared>> Handle(
        PrepareCertificates request,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<CertificateRow>(request.EnrollmentIds.Count);
        foreach (var id in request.EnrollmentIds)
            rows.Add(await draft.PrepareAsync(id, replacing: null, cancellationToken));
        return new CertificatesPrepared(rows);
    }
}

sealed class PrepareCertificateHandler(CertificateDraft draft)
    : IRequestHandler<PrepareCertificate, Result<CertificateRow>>
{
    public async Task<Result<CertificateRow>> Handle(PrepareCertificate request, CancellationToken cancellationToken)
    {
        var row = await draft.PrepareAsync(request.EnrollmentId, replacing: null, cancellationToken);
        return row.Problem is { } problem ? CertificateErrors.Of(problem) : row;
    }
}

/// <summary>Prepares one certificate inside a command: the first of an award, or one that replaces another.</summary>
sealed class CertificateDraft(
    Db db,
    AuditTrail audit,
    Ids ids,
    TimeProvider time,
    ICertificateRenderer renderer,
    CertificateOptions options
)
{
    internal async Task<CertificateRow> PrepareAsync(Guid enrollmentId, Guid? replacing, CancellationToken token)
    {
        var facts = await AwardGate.LoadAsync(db, enrollmentId, token);
        if (facts is null)
            return Refused(CertificateErrors.EnrollmentNotFound);

        if (replacing is null && facts.CertificateState is { } state)
        {
            return state switch
            {
                CertificateState.Prepared => new CertificateRow(
                    enrollmentId,
                    facts.CertificateId,
                    facts.CertificateSerial,
                    null
                ),
                CertificateState.Revoked => Refused(CertificateErrors.RevokedAlready(facts.CertificateSerial!)),
                _ => Refused(CertificateErrors.IssuedAlready(facts.CertificateSerial!)),
            };
        }

        var now = time.GetUtcNow();
        var today = AwardGate.Today(facts, now);
        if (AwardGate.Problem(facts, today) is { } problem)
            return Refused(problem);

        var names = await db.QueryAsync<NameRow>(Names, new { facts.PersonId }, token);
        var snapshot = AwardGate.Snapshot(
            facts,
            [.. names.Select(n => new PrintedName(n.Script, n.FullName))],
            renderer.CurrentTemplateVersion,
            today
        );
        if (renderer.FindUnprintable(snapshot) is [var character, ..])
            return Refused(CertificateErrors.Unprintable(character));

        var awardId = await AwardAsync(facts, now, token);
        var number = await SerialNumbers.TakeAsync(
            db,
            SerialNumbers.Certificate,
            facts.CenterId,
            facts.CenterCode,
            today.Year,
            ids.New,
            token
        );
        var code = VerificationCode.New();
        snapshot = snapshot with
        {
            Serial = number.Serial,
            VerificationCode = code,
            VerificationUrl = options.VerificationUrl(code),
        };
        var row = new
        {
            Id = ids.New(),
            AwardId = awardId,
            EnrollmentId = enrollmentId,
            facts.CohortId,
            number.SeriesId,
            number.Number,
            number.Serial,
            Code = code,
            State = nameof(CertificateState.Prepared),
            Snapshot = SnapshotJson.Write(snapshot),
            snapshot.ExpiresOn,
            Replaces = replacing,
            Now = now,
        };
        await db.ExecuteAsync(Insert, row, token);
        audit.Record(
            "certificate.prepared",
            row.Id,
            new
            {
                row.Serial,
                EnrollmentId = enrollmentId,
                replacing,
            }
        );
        return new CertificateRow(enrollmentId, row.Id, row.Serial, null);

        CertificateRow Refused(FieldProblem reason) => new(enrollmentId, null, null, reason);
    }

    async Task<Guid> AwardAsync(AwardFacts facts, DateTimeOffset now, CancellationToken token)
    {
        var award = new
        {
            Id = facts.AwardId ?? ids.New(),
            facts.PersonId,
            facts.CourseId,
            facts.EnrollmentId,
            facts.DecisionId,
            AwardClass = facts.Decision!.Value.ToString(),
            AwardedOn = facts.HeldOn,
            Now = now,
        };
        // The board may have decided anew since the award was made: the register says what is printed now.
        await db.ExecuteAsync(facts.AwardId is null ? InsertAward : UpdateAward, award, token);
        return award.Id;
    }

    sealed record NameRow
    {
        public string Script { get; init; } = "";
        public string FullName { get; init; } = "";
    }

    internal static readonly Sql Names = new(
        "SELECT Script, FullName FROM PersonNames WHERE PersonId = @PersonId ORDER BY Position"
    );

    internal static readonly Sql InsertAward = new(
        """
        INSERT INTO Awards
            (Id, PersonId, CourseId, EnrollmentId, DecisionId, AwardClass, AwardedOn, Renewal, CreatedAt)
        VALUES
            (@Id, @PersonId, @CourseId, @EnrollmentId, @DecisionId, @AwardClass, @AwardedOn, 0, @Now)
        """
    );

    internal static readonly Sql UpdateAward = new(
        """
        UPDATE Awards
        SET DecisionId = @DecisionId, AwardClass = @AwardClass, AwardedOn = @AwardedOn
        WHERE Id = @Id AND DecisionId <> @DecisionId
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO Certificates
            (Id, AwardId, EnrollmentId, CohortId, SeriesId, SerialNumber, Serial, VerificationCode, State, Snapshot,
             ExpiresOn, ReplacesId, Version, CreatedAt)
        VALUES
            (@Id, @AwardId, @EnrollmentId, @CohortId, @SeriesId, @Number, @Serial, @Code, @State, @Snapshot,
             @ExpiresOn, @Replaces, 1, @Now)
        """
    );
}
