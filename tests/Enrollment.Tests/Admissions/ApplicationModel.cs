using Enrollment.Accounts;
using Enrollment.Admissions;

namespace Enrollment.Tests.Admissions;

/// <summary>
/// The admissions of one cohort, written again as plainly as possible: no database, no shared table. What it answers to
/// a command is what the system must answer.
/// </summary>
sealed class ApplicationModel(int places, int overbooking, DateTimeOffset closesAt)
{
    /// <summary>Verb, its states and its target; the verbs that an applicant may send stand in capitals.</summary>
    const string Table = """
        SUBMIT: Draft > Submitted
        Review: Submitted > UnderReview
        Interview: Submitted UnderReview > Interviewing
        Waitlist: Submitted UnderReview Interviewing > Waitlisted
        Offer: Submitted UnderReview Interviewing Waitlisted > Offered
        ACCEPT: Offered > Enrolled
        MeetConditions: Accepted > Enrolled
        FailConditions: Accepted > ConditionsNotMet
        DECLINE: Offered > Declined
        WITHDRAW: Submitted UnderReview Interviewing Waitlisted Accepted > Withdrawn
        Reject: Submitted UnderReview Interviewing Waitlisted > Rejected
        ExpireOffer: Offered > OfferExpired
        WithdrawOffer: Offered > OfferWithdrawn
        Defer: Offered Accepted > Deferred
        Close: Draft > NotSent
        Reopen: Interviewing Waitlisted Enrolled Deferred Rejected Withdrawn Declined OfferExpired OfferWithdrawn ConditionsNotMet > UnderReview
        RESUME: NotSent > Draft
        """;

    internal static IReadOnlyList<Row> Rows { get; } = [.. Table.Split('\n').Select(Row.Of)];

    int capacity = places;
    Dictionary<Guid, Case> cases = [];

    // In order: by the instant of joining, then by id.
    SortedSet<(DateTimeOffset Joined, string Id)> waiting = [];
    HashSet<Guid> keptLater = [];

    internal ApplicationModel Copy() =>
        new(capacity, overbooking, closesAt)
        {
            cases = new(cases),
            waiting = new(waiting),
            keptLater = [.. keptLater],
        };

    internal int Held => cases.Values.Count(c => c.State is "Offered" or "Accepted" or "Enrolled");

    internal int Taken => cases.Values.Count(c => c.State is "Accepted" or "Enrolled");

    internal IReadOnlyList<Guid> Waiting => [.. waiting.Select(w => Guid.Parse(w.Id))];

    internal string StateOf(Guid id) => cases[id].State;

    internal void Add(Guid id) => cases.Add(id, new Case("Draft", false, default));

    /// <summary>The code of the refusal; null where the command succeeds, which it then has.</summary>
    internal string? Send(
        Guid id,
        ApplicationVerb verb,
        Role role,
        bool own,
        bool conditional,
        DateTimeOffset now,
        DateTimeOffset offerEnds
    )
    {
        var row = Rows.Single(r => r.Verb == verb);
        var before = cases[id];
        if (role == Role.Anonymous)
            return "authentication_required";
        if (role is Role.Instructor or Role.Manager || (role == Role.Student && !row.ByApplicant))
            return "permission_denied";
        if (role == Role.Student && !own)
            return "not_your_record";
        if (!row.From.Contains(before.State))
            return "transition_not_allowed";

        var late = verb switch
        {
            ApplicationVerb.Submit or ApplicationVerb.Resume when now >= closesAt => "window_closed",
            ApplicationVerb.Close when now < closesAt => "window_still_open",
            ApplicationVerb.Accept when now >= before.OfferEnds => "offer_expired",
            ApplicationVerb.ExpireOffer when now < before.OfferEnds => "offer_not_expired",
            ApplicationVerb.Offer when offerEnds <= now => "expiry_in_past",
            _ => null,
        };
        if (late is not null)
            return late;
        // No enrollment is cancelled here.
        if (verb == ApplicationVerb.Reopen && before.State == "Enrolled")
            return "enrollment_stands";
        if (verb == ApplicationVerb.Defer && keptLater.Contains(id))
            return "already_applied";
        if (verb == ApplicationVerb.Offer && before.State != "Waitlisted" && waiting.Count > 0)
            return "waiting_list_first";

        var to = verb == ApplicationVerb.Accept && before.Conditional ? "Accepted" : row.To;
        cases[id] = verb == ApplicationVerb.Offer ? new Case(to, conditional, offerEnds) : before with { State = to };
        if (Held > capacity + overbooking || Taken > capacity)
        {
            cases[id] = before;
            return "cohort_full";
        }

        if (verb == ApplicationVerb.Offer && before.State == "Waitlisted" && Waiting[0] != id)
        {
            cases[id] = before;
            return "not_head_of_waiting_list";
        }

        waiting.RemoveWhere(w => w.Id == id.ToString());
        if (to == "Waitlisted")
            waiting.Add((now, id.ToString()));
        if (verb == ApplicationVerb.Defer)
            keptLater.Add(id);
        return null;
    }

    /// <summary>Offers what is free to the head of the list; the number of offers.</summary>
    internal int Promote(DateTimeOffset now, DateTimeOffset offerEnds)
    {
        var offered = 0;
        while (waiting.Count > 0 && Held < capacity + overbooking)
        {
            Send(Waiting[0], ApplicationVerb.Offer, Role.Admin, false, false, now, offerEnds);
            offered++;
        }

        return offered;
    }

    internal void RaiseCapacity(int by) => capacity += by;

    sealed record Case(string State, bool Conditional, DateTimeOffset OfferEnds);

    internal sealed record Row(ApplicationVerb Verb, bool ByApplicant, IReadOnlyList<string> From, string To)
    {
        internal static Row Of(string line)
        {
            var parts = line.Split(':', '>');
            var verb = parts[0].Trim();
            return new Row(
                Enum.Parse<ApplicationVerb>(verb, ignoreCase: true),
                !verb.Any(char.IsLower),
                parts[1].Trim().Split(' '),
                parts[2].Trim()
            );
        }
    }
}
