using System.Security.Cryptography;
using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments.Moderation;

/// <summary>
/// Draws which first marks of a component a second marker marks, too. It can be drawn anew until a second mark is in.
/// </summary>
[Requires(Permission.ModerateMarks)]
public sealed record DrawSample(Guid CohortId, Guid ComponentId, SampleFields Fields) : ICommand<SampleView>;

public sealed record SampleFields
{
    public int Attempt { get; init; } = 1;

    /// <summary>Percentage of the first marks, 0 to 100.</summary>
    public required decimal Share { get; init; }

    /// <summary>Fewest to draw, 0 to 5,000.</summary>
    public int AtLeast { get; init; }

    /// <summary>Whether every mark below the component's pass mark, or else the scheme's, is drawn besides.</summary>
    public bool AllFails { get; init; }

    /// <summary>0 to 2,147,483,647; left out: one is made up and kept.</summary>
    public int? Seed { get; init; }

    /// <summary>
    /// Percentage of the sample beyond the tolerance above which second marking of all is recommended, 0 to 100.
    /// </summary>
    public decimal ExtendAbove { get; init; } = 10;

    /// <summary>The version of the sample that was read; 0 where there was none.</summary>
    public int Version { get; init; }
}

sealed class DrawSampleValidator : AbstractValidator<DrawSample>
{
    public DrawSampleValidator()
    {
        RuleFor(c => c.Fields.Attempt).InclusiveBetween(1, MarkBook.MostAttempts);
        RuleFor(c => c.Fields.Share).Hundredths(0, 100);
        RuleFor(c => c.Fields.AtLeast).InclusiveBetween(0, 5_000);
        RuleFor(c => c.Fields.Seed).GreaterThanOrEqualTo(0);
        RuleFor(c => c.Fields.ExtendAbove).Hundredths(0, 100);
    }
}

sealed class DrawSampleHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<DrawSample, Result<SampleView>>
{
    public async Task<Result<SampleView>> Handle(DrawSample request, CancellationToken cancellationToken)
    {
        var fields = request.Fields;
        var key = new SampleKey(request.CohortId, request.ComponentId, fields.Attempt);
        if (await SampleStore.ComponentAsync(db, key, cancellationToken) is not var (scheme, component))
            return ModerationErrors.NoComponent(request.ComponentId);
        if (component.SecondMarking != SecondMarking.Sample)
            return ModerationErrors.NotSampled;

        var before = await SampleStore.FindAsync(db, key, cancellationToken);
        if ((before?.Version ?? 0) != fields.Version)
            return Refusal.Stale("sample");
        if (before is { ExtendedAt: not null } || before?.Pending < before?.Drawn)
            return ModerationErrors.SampleInUse;
        var trainees = await SampleStore.TraineesAsync(db, key, cancellationToken);
        if (Forbids(trainees, fields.Attempt) is { } refusal)
            return refusal;

        var marks = trainees
            .Where(t => t is { MayBeDrawn: true, Confirmation: null or SecondMarkingState.Pending })
            .Select(t => new SampledMark(t.EnrollmentId, t.Value!.Value))
            .ToList();
        var passMark = (component.PassMark ?? scheme.PassMark) * component.MaximumMark / 100;
        var seed = fields.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
        var failsBelow = fields.AllFails ? passMark : (decimal?)null;
        var drawn = SamplePlan.Draw(marks, fields.Share, fields.AtLeast, failsBelow, seed);
        await WriteAsync(key, fields, before, seed, (marks.Count, drawn), cancellationToken);
        audit.Record(
            "sample.drawn",
            request.CohortId,
            new
            {
                request.ComponentId,
                Fields = fields,
                Seed = seed,
                Marks = marks.Count,
                Drawn = drawn.Count,
            }
        );
        return (await SampleStore.FindAsync(db, key, cancellationToken))!;
    }

    /// <summary>A first attempt is due from everybody, a resit from whoever sat it.</summary>
    static Refusal? Forbids(IReadOnlyList<SampledTrainee> trainees, int attempt)
    {
        var missing = trainees
            .Where(t => attempt == 1 && t.State is null && t.EnrollmentState != "Suspended")
            .Select(t => (t.EnrollmentId, t.PersonName))
            .ToList();
        return missing.Count > 0 ? ModerationErrors.MarksMissing(missing)
            : trainees.All(t => !t.MayBeDrawn) ? ModerationErrors.NothingToDraw
            : trainees.Any(t => t.ReleasedAt is not null) ? ModerationErrors.MarksReleased
            : null;
    }

    async Task WriteAsync(
        SampleKey key,
        SampleFields fields,
        SampleView? before,
        int seed,
        (int Marks, IReadOnlyList<SampledMark> Drawn) draw,
        CancellationToken token
    )
    {
        var now = time.GetUtcNow();
        var row = new
        {
            Id = before?.Id ?? ids.New(),
            key.CohortId,
            key.ComponentId,
            key.Attempt,
            fields.Share,
            fields.AtLeast,
            fields.AllFails,
            Seed = seed,
            fields.ExtendAbove,
            draw.Marks,
            DrawnBy = context.Caller.Id,
            Now = now,
            fields.Version,
        };
        if (before is not null)
        {
            await db.ChangeAsync(Update, row, "sample", token);
            await db.ExecuteAsync(Clear, row, token);
            // A second mark that came in meanwhile keeps its row, and the sample with it.
            if (await db.FindAsync<int>(CountKept, row, token) > 0)
                throw new LostRaceException("sample");
        }
        else if (!await db.TryInsertAsync(Insert, row, token))
            throw new LostRaceException("sample");

        foreach (var mark in draw.Drawn)
        {
            if (
                !await SecondMarkingBook.DemandAsync(
                    db,
                    mark.EnrollmentId,
                    key.ComponentId,
                    key.Attempt,
                    row.Id,
                    now,
                    token
                )
            )
                throw new LostRaceException("sample");
        }
    }

    internal static readonly Sql Insert = new(
        """
        INSERT INTO MarkSamples
            (Id, CohortId, ComponentId, Attempt, Share, AtLeast, AllFails, Seed, ExtendAbove, Marks, DrawnBy, DrawnAt,
             Version)
        VALUES
            (@Id, @CohortId, @ComponentId, @Attempt, @Share, @AtLeast, @AllFails, @Seed, @ExtendAbove, @Marks, @DrawnBy,
             @Now, 1)
        """
    );

    internal static readonly Sql Update = new(
        """
        UPDATE MarkSamples
        SET Share = @Share, AtLeast = @AtLeast, AllFails = @AllFails, Seed = @Seed, ExtendAbove = @ExtendAbove,
            Marks = @Marks, DrawnBy = @DrawnBy, DrawnAt = @Now, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND ExtendedAt IS NULL
        """
    );

    internal static readonly Sql Clear = new(
        """
        DELETE FROM SecondMarkings
        WHERE EnrollmentId IN (SELECT e.Id FROM Enrollments e WHERE e.CohortId = @CohortId)
          AND ComponentId = @ComponentId AND Attempt = @Attempt AND SampleId = @Id AND State = 'Pending'
        """
    );

    internal static readonly Sql CountKept = new(
        """
        SELECT COUNT(*)
        FROM Enrollments e
        JOIN SecondMarkings s ON s.EnrollmentId = e.Id
        WHERE e.CohortId = @CohortId AND s.ComponentId = @ComponentId AND s.Attempt = @Attempt AND s.SampleId = @Id
        """
    );
}
