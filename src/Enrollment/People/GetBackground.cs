using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.People;

/// <summary>What a person declared of schooling and languages; a student reads the own declaration.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record GetBackground(Guid PersonId) : IQuery<BackgroundView>;

sealed class GetBackgroundHandler(Db db, RequestContext context)
    : IRequestHandler<GetBackground, Result<BackgroundView>>
{
    public async Task<Result<BackgroundView>> Handle(GetBackground request, CancellationToken cancellationToken)
    {
        if (!context.Caller.MayActFor(request.PersonId))
            return AccountErrors.NotYours;
        if (!await PersonStore.ExistsAsync(db, request.PersonId, cancellationToken))
            return Refusal.NotFound("person", request.PersonId);

        return await LoadAsync(db, request.PersonId, cancellationToken);
    }

    internal static async Task<BackgroundView> LoadAsync(Db db, Guid personId, CancellationToken token)
    {
        var key = new { PersonId = personId };
        return new BackgroundView
        {
            PersonId = personId,
            Version = await db.FindAsync<int?>(Version, key, token) ?? 0,
            Qualifications = await db.QueryAsync<Qualification>(Qualifications, key, token),
            Languages = await db.QueryAsync<LanguageSkill>(Languages, key, token),
        };
    }

    internal static readonly Sql Version = new("SELECT Version FROM PersonBackgrounds WHERE PersonId = @PersonId");

    internal static readonly Sql Qualifications = new(
        """
        SELECT Level, Title, Institution, Country, AwardYear AS Year
        FROM PersonQualifications
        WHERE PersonId = @PersonId
        ORDER BY Position
        """
    );

    internal static readonly Sql Languages = new(
        "SELECT Language, Level, Evidence FROM PersonLanguages WHERE PersonId = @PersonId ORDER BY Position"
    );
}
