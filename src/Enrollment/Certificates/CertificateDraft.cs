using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.People;
using Enrollment.Pipeline;

namespace Enrollment.Certificates;

/// <summary>Prepares certificates inside a command: the first of an award, or one that replaces another.</summary>
sealed class CertificateDraft(
    Db db,
    AuditTrail audit,
    Ids ids,
    TimeProvider time,
    ICertificateRenderer renderer,
    CredentialDraft credentials,
    CertificateOptions options
)
{
    /// <summary>
    /// Answers a row per enrollment, in the order given. The numbers of one series are taken together, and the series in
    /// one order by all: no two commands hold what the other one waits for.
    /// </summary>
    /// <param name="enrollmentIds">Whose certificates.</param>
    /// <param name="replacing">The certificate whose place it takes, or null.</param>
    /// <param name="token">Cancels.</param>
    internal async Task<IReadOnlyList<CertificateRow>> PrepareAsync(
        IReadOnlyList<Guid> enrollmentIds,
        Guid? replacing,
        CancellationToken token
    )
    {
        var now = time.GetUtcNow();
        var rows = new CertificateRow[enrollmentIds.Count];
        var open = new List<(int Index, SeriesKey Series)>();
        for (var index = 0; index < rows.Length; index++)
        {
            var facts = await AwardGate.LoadAsync(db, enrollmentIds[index], token);
            if (Settled(facts, enrollmentIds[index], replacing, now) is { } settled)
                rows[index] = settled;
            else
                open.Add((index, SeriesOf(facts!, now)));
        }

        foreach (var group in open.GroupBy(o => o.Series).OrderBy(g => g.Key.CenterId).ThenBy(g => g.Key.SerialYear))
        {
            await SerialNumbers.HoldAsync(db, group.Key, ids.New, token);
            foreach (var (index, series) in group)
            {
                // Once more: the command that held the series before this one may have issued it, and the board may have
                // decided anew; until this command ends it doesn't.
                await TraineeEnrollment.HoldAsync(db, enrollmentIds[index], token);
                var facts = await AwardGate.LoadAsync(db, enrollmentIds[index], token);
                rows[index] =
                    Settled(facts, enrollmentIds[index], replacing, now)
                    ?? await PrepareAsync(facts!, replacing, series, now, token);
            }
        }

        return rows;
    }

    static SeriesKey SeriesOf(AwardFacts facts, DateTimeOffset now) =>
        new(SerialNumbers.Certificate, facts.CenterId, AwardGate.Today(facts, now).Year);

    /// <summary>The row where there is nothing to prepare: it is there already, or something forbids it.</summary>
    static CertificateRow? Settled(AwardFacts? facts, Guid enrollmentId, Guid? replacing, DateTimeOffset now)
    {
        if (facts is null)
            return Refused(enrollmentId, CertificateErrors.EnrollmentNotFound);
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
                CertificateState.Revoked => Refused(
                    enrollmentId,
                    CertificateErrors.RevokedAlready(facts.CertificateSerial!)
                ),
                CertificateState.Replaced => Refused(
                    enrollmentId,
                    CertificateErrors.ReplacedAlready(facts.CertificateSerial!)
                ),
                _ => Refused(enrollmentId, CertificateErrors.IssuedAlready(facts.CertificateSerial!)),
            };
        }

        return AwardGate.Problem(facts, AwardGate.Today(facts, now), replacing is not null) is { } problem
            ? Refused(enrollmentId, problem)
            : null;
    }

    static CertificateRow Refused(Guid enrollmentId, FieldProblem reason) => new(enrollmentId, null, null, reason);

    async Task<CertificateRow> PrepareAsync(
        AwardFacts facts,
        Guid? replacing,
        SeriesKey series,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var today = AwardGate.Today(facts, now);
        var names = await db.QueryAsync<NameRow>(Names, new { facts.PersonId }, token);
        var snapshot = AwardGate.Snapshot(
            facts,
            [.. names.Select(n => new PrintedName(n.Script, n.FullName))],
            renderer,
            today
        );
        if (renderer.FindUnprintable(snapshot) is [var character, ..])
            return Refused(facts.EnrollmentId, CertificateErrors.Unprintable(character));

        var awardId = await AwardAsync(facts, now, token);
        var number = await SerialNumbers.TakeAsync(db, series, facts.CenterCode, token);
        var code = VerificationCode.New();
        var id = ids.New();
        var place = await CredentialPlaces.DrawAsync(db, token);
        snapshot = snapshot with
        {
            Serial = number.Serial,
            VerificationCode = code,
            VerificationUrl = options.VerificationUrl(code),
            Credential = credentials.Of(facts, snapshot, place, now),
            Specimen = options.Specimen,
        };
        var row = new
        {
            Id = id,
            AwardId = awardId,
            facts.EnrollmentId,
            facts.CohortId,
            number.SeriesId,
            number.Number,
            number.Serial,
            Code = code,
            State = nameof(CertificateState.Prepared),
            Snapshot = SnapshotJson.Write(snapshot),
            snapshot.ExpiresOn,
            Replaces = replacing,
            IssueNumber = (facts.LastIssue ?? 0) + 1,
            Now = now,
        };
        await db.ExecuteAsync(Insert, row, token);
        await CredentialPlaces.TakeAsync(db, id, place, token);
        audit.Record(
            "certificate.prepared",
            row.Id,
            new
            {
                row.Serial,
                facts.EnrollmentId,
                replacing,
            }
        );
        return new CertificateRow(facts.EnrollmentId, row.Id, row.Serial, null);
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
            Renewal = facts.FormerRenewal + 1 ?? 0,
            RenewsId = facts.FormerAwardId,
            Now = now,
        };
        // Merged away since the facts were read: the enrollment belongs to another record now.
        if (facts.AwardId is null && await PersonStore.HoldAsync(db, facts.PersonId, token) is not null)
            throw new LostRaceException("person");

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
            (Id, PersonId, CourseId, EnrollmentId, DecisionId, AwardClass, AwardedOn, Renewal, RenewsId,
             CreatedAt)
        VALUES
            (@Id, @PersonId, @CourseId, @EnrollmentId, @DecisionId, @AwardClass, @AwardedOn, @Renewal, @RenewsId,
             @Now)
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
             ExpiresOn, ReplacesId, IssueNumber, Version, CreatedAt)
        VALUES
            (@Id, @AwardId, @EnrollmentId, @CohortId, @SeriesId, @Number, @Serial, @Code, @State, @Snapshot,
             @ExpiresOn, @Replaces, @IssueNumber, 1, @Now)
        """
    );
}
