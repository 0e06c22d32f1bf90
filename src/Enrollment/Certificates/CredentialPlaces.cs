using System.Security.Cryptography;
using Enrollment.Data;

namespace Enrollment.Certificates;

/// <summary>A place in a published status list.</summary>
/// <param name="List">Number of the list, from 1.</param>
/// <param name="Index">Place within it, from 0.</param>
readonly record struct CredentialPlace(int List, int Index);

/// <summary>
/// Gives out places in the status lists. They are drawn, so that neighbors in a list say nothing about who was certified
/// together; a list counts as full where sixteen draws in a row find taken places, as happens soon when three quarters of
/// it are taken.
/// </summary>
static class CredentialPlaces
{
    /// <summary>The bits of a list: the least that Bitstring Status List 1.0 allows (section 2.1).</summary>
    internal const int ListSize = 131_072;

    const int Draws = 16;

    /// <summary>A place that nobody has.</summary>
    internal static async Task<CredentialPlace> DrawAsync(Db db, CancellationToken token)
    {
        var list = await NewestAsync(db, token);
        for (var draw = 0; draw < Draws && list > 0; draw++)
        {
            var place = new CredentialPlace(list, RandomNumberGenerator.GetInt32(ListSize));
            if (await db.FindAsync<Guid?>(Holder, place, token) is null)
                return place;
        }

        // Another command may open the same one at the same moment.
        await db.TryInsertAsync(Open, new { Number = list + 1 }, token);
        return new CredentialPlace(list + 1, RandomNumberGenerator.GetInt32(ListSize));
    }

    /// <summary>Number of the newest list, from 1; 0 before the first credential.</summary>
    internal static async Task<int> NewestAsync(Db db, CancellationToken token) =>
        await db.FindAsync<int?>(NewestList, new { }, token) ?? 0;

    /// <summary>Notes whose place it is. Where another command took it meanwhile, this one runs again.</summary>
    internal static async Task TakeAsync(Db db, Guid certificateId, CredentialPlace place, CancellationToken token)
    {
        var row = new
        {
            CertificateId = certificateId,
            place.List,
            place.Index,
        };
        if (!await db.TryInsertAsync(Insert, row, token))
            throw new LostRaceException("status list");
    }

    internal static readonly Sql NewestList = new("SELECT MAX(Number) FROM StatusLists");

    internal static readonly Sql Open = new("INSERT INTO StatusLists (Number) VALUES (@Number)");

    internal static readonly Sql Holder = new(
        "SELECT CertificateId FROM CertificateCredentials WHERE StatusList = @List AND StatusIndex = @Index"
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO CertificateCredentials (CertificateId, StatusList, StatusIndex)
        VALUES (@CertificateId, @List, @Index)
        """
    );
}
