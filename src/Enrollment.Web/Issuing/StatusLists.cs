using System.Collections.Concurrent;
using Enrollment.Credentials.Issuing;
using Enrollment.Credentials.Proofs;
using Enrollment.Credentials.Status;

namespace Enrollment.Web.Issuing;

/// <summary>Signs the status lists that are asked for, anew only where something changed or the last one gets old.</summary>
sealed class StatusLists(CredentialIssuer issuer, TimeProvider time)
{
    /// <summary>How long somebody may rely on a list without asking again.</summary>
    static readonly TimeSpan validity = TimeSpan.FromDays(1);

    static readonly TimeSpan renewal = TimeSpan.FromHours(1);

    readonly ConcurrentDictionary<(int Number, StatusPurpose Purpose), Published> published = [];

    /// <summary>The list with these places, signed.</summary>
    internal SignedCredential Sign(int number, StatusPurpose purpose, IReadOnlyList<int> places)
    {
        var now = time.GetUtcNow();
        if (
            published.TryGetValue((number, purpose), out var last)
            && now < last.SignedAt + renewal
            && now >= last.SignedAt
            && last.Places.SequenceEqual(places)
        )
        {
            return last.List;
        }

        // Two at once may sign the same list twice; each is right.
        var list = issuer.IssueStatusList(number, purpose, places, now, validity);
        published[(number, purpose)] = new(places, now, list);
        return list;
    }

    sealed record Published(IReadOnlyList<int> Places, DateTimeOffset SignedAt, SignedCredential List);
}
