using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>The places of a status list that don't count any more. Open to everybody: the list is published.</summary>
[Requires(Permission.ReadCatalog)]
public sealed record GetStatusList(int Number) : IQuery<StatusListPlaces>;

/// <summary>Places from 0.</summary>
/// <param name="Ended">
/// Revoked, replaced or suspended: a credential names one list alone, and whoever knows only that one must not accept
/// what is suspended.
/// </param>
/// <param name="Suspended">Those of them that are suspended for the time being.</param>
public sealed record StatusListPlaces(IReadOnlyList<int> Ended, IReadOnlyList<int> Suspended);

sealed class GetStatusListHandler(Db db) : IRequestHandler<GetStatusList, Result<StatusListPlaces>>
{
    public async Task<Result<StatusListPlaces>> Handle(GetStatusList request, CancellationToken cancellationToken)
    {
        // The first list is published before the first credential, so that its address always answers.
        var newest = Math.Max(1, await CredentialPlaces.NewestAsync(db, cancellationToken));
        if (request.Number < 1 || request.Number > newest)
            return CertificateErrors.NoStatusList(request.Number, newest);

        var revoked = await PlacesAsync(CertificateState.Revoked);
        var replaced = await PlacesAsync(CertificateState.Replaced);
        var suspended = await PlacesAsync(CertificateState.Suspended);
        return new StatusListPlaces([.. revoked, .. replaced, .. suspended], suspended);

        Task<IReadOnlyList<int>> PlacesAsync(CertificateState state) =>
            db.QueryAsync<int>(
                InState,
                new { StatusList = request.Number, State = state.ToString() },
                cancellationToken
            );
    }

    internal static readonly Sql InState = new(
        """
        SELECT c.StatusIndex
        FROM Certificates t
        JOIN CertificateCredentials c ON c.CertificateId = t.Id
        WHERE t.State = @State AND c.StatusList = @StatusList
        ORDER BY c.StatusIndex
        """
    );
}
