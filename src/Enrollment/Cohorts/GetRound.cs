using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Cohorts;

[Requires(Permission.ReadCatalog)]
public sealed record GetRound(Guid Id) : IQuery<RoundView>;

/// <summary>Admission rounds in the order of their creation.</summary>
[Requires(Permission.ReadCatalog)]
public sealed record ListRounds(Guid? CenterId, string? Code, Guid? After, int Size) : IQuery<Page<RoundView>>;

sealed class GetRoundHandler(Db db) : IRequestHandler<GetRound, Result<RoundView>>
{
    public async Task<Result<RoundView>> Handle(GetRound request, CancellationToken cancellationToken) =>
        await db.FindAsync<RoundView>(ById, new { request.Id }, cancellationToken) is { } round
            ? round
            : Refusal.NotFound("round", request.Id);

    internal static readonly Sql ById = new(
        """
        SELECT Id, CenterId, Code, Name, MaximumOpen, MaximumTotal, Version FROM AdmissionRounds WHERE Id = @Id
        """
    );
}

sealed class ListRoundsHandler(Db db) : IRequestHandler<ListRounds, Result<Page<RoundView>>>
{
    public async Task<Result<Page<RoundView>>> Handle(ListRounds request, CancellationToken cancellationToken) =>
        await db.PageAsync<RoundView>(
            Page,
            new
            {
                request.CenterId,
                request.Code,
                After = request.After ?? Guid.Empty,
            },
            request.Size,
            row => row.Id,
            cancellationToken
        );

    internal static readonly Sql Page = new(
        """
        SELECT Id, CenterId, Code, Name, MaximumOpen, MaximumTotal, Version
        FROM AdmissionRounds
        WHERE Id > @After AND (@CenterId IS NULL OR CenterId = @CenterId) AND (@Code IS NULL OR Code = @Code)
        ORDER BY Id
        """
    )
    {
        Paged = true,
    };
}
