using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.People;

/// <summary>
/// Replaces what a person declared of schooling and languages. <paramref name="Version"/> is 0 for the first
/// declaration.
/// </summary>
[Requires(Permission.Apply)]
public sealed record SetBackground(Guid PersonId, int Version, BackgroundFields Fields) : ICommand<BackgroundView>;

sealed class SetBackgroundValidator : AbstractValidator<SetBackground>
{
    public SetBackgroundValidator() => RuleFor(c => c.Fields).SetValidator(new BackgroundFieldsValidator());
}

sealed class SetBackgroundHandler(Db db, AuditTrail audit, TimeProvider time, RequestContext context)
    : IRequestHandler<SetBackground, Result<BackgroundView>>
{
    public async Task<Result<BackgroundView>> Handle(SetBackground request, CancellationToken cancellationToken)
    {
        if (!context.Caller.MayActFor(request.PersonId))
            return AccountErrors.NotYours;
        if (!await PersonStore.ExistsAsync(db, request.PersonId, cancellationToken))
            return Refusal.NotFound("person", request.PersonId);
        // A day's grace: in the easternmost zones the new year has begun.
        var year = time.GetUtcNow().AddDays(1).Year;
        if (
            request.Fields.Qualifications.Select((q, index) => (q, index)).FirstOrDefault(x => x.q.Year > year) is
            { q: not null, index: var place }
        )
            return PersonErrors.AwardedInFuture(place);

        var before = await GetBackgroundHandler.LoadAsync(db, request.PersonId, cancellationToken);
        if (before.Version != request.Version)
            return Refusal.Stale("background");
        if (request.Version > 0)
            await db.ChangeAsync(Touch, request, "background", cancellationToken);
        else if (!await db.TryInsertAsync(Insert, request, cancellationToken))
            return Refusal.Stale("background");

        await ReplaceAsync(request, cancellationToken);
        audit.Record("person.background-declared", request.PersonId, new { Old = before, New = request.Fields });
        return await GetBackgroundHandler.LoadAsync(db, request.PersonId, cancellationToken);
    }

    async Task ReplaceAsync(SetBackground request, CancellationToken token)
    {
        await db.ExecuteAsync(DeleteQualifications, request, token);
        await db.ExecuteAsync(DeleteLanguages, request, token);
        foreach (var (q, position) in request.Fields.Qualifications.Select((q, index) => (q, index)))
        {
            var row = new
            {
                request.PersonId,
                Position = position,
                q.Level,
                q.Title,
                q.Institution,
                q.Country,
                q.Year,
            };
            await db.ExecuteAsync(InsertQualification, row, token);
        }

        foreach (var (skill, position) in request.Fields.Languages.Select((skill, index) => (skill, index)))
        {
            var row = new
            {
                request.PersonId,
                skill.Language,
                Level = skill.Level.ToString(),
                skill.Evidence,
                Position = position,
            };
            await db.ExecuteAsync(InsertLanguage, row, token);
        }
    }

    internal static readonly Sql Insert = new(
        "INSERT INTO PersonBackgrounds (PersonId, Version) VALUES (@PersonId, 1)"
    );

    internal static readonly Sql Touch = new(
        "UPDATE PersonBackgrounds SET Version = Version + 1 WHERE PersonId = @PersonId AND Version = @Version"
    );

    internal static readonly Sql DeleteQualifications = new(
        "DELETE FROM PersonQualifications WHERE PersonId = @PersonId"
    );

    internal static readonly Sql DeleteLanguages = new("DELETE FROM PersonLanguages WHERE PersonId = @PersonId");

    internal static readonly Sql InsertQualification = new(
        """
        INSERT INTO PersonQualifications (PersonId, Position, Level, Title, Institution, Country, AwardYear)
        VALUES (@PersonId, @Position, @Level, @Title, @Institution, @Country, @Year)
        """
    );

    internal static readonly Sql InsertLanguage = new(
        """
        INSERT INTO PersonLanguages (PersonId, Language, Level, Evidence, Position)
        VALUES (@PersonId, @Language, @Level, @Evidence, @Position)
        """
    );
}
