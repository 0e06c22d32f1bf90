using Enrollment.Accounts;
using Enrollment.Admissions;
using Enrollment.Pipeline;

namespace Enrollment.Tests.Testing;

static class ApplicationBuilder
{
    /// <summary>A day on which an offer that is made now can still be accepted.</summary>
    internal static readonly DateOnly OfferDay = new(2026, 3, 20);

    internal const string Conditions = "Bring the original of the diploma.";

    /// <summary>The way of verbs by which the table leads from a draft to each state.</summary>
    static readonly Dictionary<ApplicationState, ApplicationVerb[]> ways = new()
    {
        [ApplicationState.Draft] = [],
        [ApplicationState.Submitted] = [ApplicationVerb.Submit],
        [ApplicationState.UnderReview] = [ApplicationVerb.Submit, ApplicationVerb.Review],
        [ApplicationState.Interviewing] = [ApplicationVerb.Submit, ApplicationVerb.Interview],
        [ApplicationState.Waitlisted] = [ApplicationVerb.Submit, ApplicationVerb.Waitlist],
        [ApplicationState.Offered] = [ApplicationVerb.Submit, ApplicationVerb.Offer],
        [ApplicationState.Accepted] = [ApplicationVerb.Submit, ApplicationVerb.Offer, ApplicationVerb.Accept],
        [ApplicationState.Enrolled] = [ApplicationVerb.Submit, ApplicationVerb.Offer, ApplicationVerb.Accept],
        [ApplicationState.Deferred] = [ApplicationVerb.Submit, ApplicationVerb.Offer, ApplicationVerb.Defer],
        [ApplicationState.Rejected] = [ApplicationVerb.Submit, ApplicationVerb.Reject],
        [ApplicationState.Withdrawn] = [ApplicationVerb.Submit, ApplicationVerb.Withdraw],
        [ApplicationState.Declined] = [ApplicationVerb.Submit, ApplicationVerb.Offer, ApplicationVerb.Decline],
        [ApplicationState.OfferExpired] = [ApplicationVerb.Submit, ApplicationVerb.Offer, ApplicationVerb.ExpireOffer],
        [ApplicationState.OfferWithdrawn] =
        [
            ApplicationVerb.Submit,
            ApplicationVerb.Offer,
            ApplicationVerb.WithdrawOffer,
        ],
        [ApplicationState.ConditionsNotMet] =
        [
            ApplicationVerb.Submit,
            ApplicationVerb.Offer,
            ApplicationVerb.Accept,
            ApplicationVerb.FailConditions,
        ],
        [ApplicationState.NotSent] = [ApplicationVerb.Close],
    };

    internal static async Task<ApplicationView> AddDraftAsync(
        this TestSystem system,
        Guid cohortId,
        Guid? personId = null
    )
    {
        var person = personId ?? await system.AddPersonAsync();
        return await system.DoAsync(new CreateApplication(person, cohortId, "I'd like to learn."));
    }

    /// <summary>
    /// An application that went to the state by the table. The clock stands afterwards where it stood before, though
    /// some ways lead past a deadline.
    /// </summary>
    internal static async Task<ApplicationView> AddApplicationAsync(
        this TestSystem system,
        Guid cohortId,
        ApplicationState state,
        bool conditional = false
    )
    {
        var view = await system.AddDraftAsync(cohortId);
        var withConditions = conditional || state is ApplicationState.Accepted or ApplicationState.ConditionsNotMet;
        foreach (var verb in ways[state])
        {
            var input = await system.InputAsync(verb, view.CohortId);
            input = input with { Conditions = verb == ApplicationVerb.Offer && withConditions ? Conditions : null };
            var request = new ChangeApplication(view.Id, verb, view.Version, input);
            var now = system.Clock.GetUtcNow();
            var waits = verb is ApplicationVerb.ExpireOffer or ApplicationVerb.Close;
            if (waits)
                system.Clock.AdjustTime(now.AddMonths(1));
            view = await system.DoAsync(request);
            if (waits)
                system.Clock.AdjustTime(now);
        }

        return view;
    }

    /// <summary>The fields that the verb demands, and what lets it pass in a cohort with free seats.</summary>
    internal static TransitionInput Input(ApplicationVerb verb)
    {
        var demands = ApplicationTransitions.Of(verb).Demands;
        return new TransitionInput
        {
            Reason = demands.HasFlag(TransitionFields.Reason) ? "Because." : null,
            OfferExpiresOn = demands.HasFlag(TransitionFields.OfferExpiresOn) ? OfferDay : null,
            DespiteFreeSeats = verb == ApplicationVerb.Waitlist,
        };
    }

    /// <summary>The same, and for a deferral a later cohort of the course that is made for it.</summary>
    internal static async Task<TransitionInput> InputAsync(
        this TestSystem system,
        ApplicationVerb verb,
        Guid cohortId
    ) =>
        ApplicationTransitions.Of(verb).Demands.HasFlag(TransitionFields.ToCohortId)
            ? Input(verb) with
            {
                ToCohortId = (await system.AddLaterCohortAsync(cohortId)).Id,
            }
            : Input(verb);

    internal static async Task<Result<ApplicationView>> ChangeAsync(
        this TestSystem system,
        Guid id,
        ApplicationVerb verb,
        Caller? caller = null,
        TransitionInput? input = null
    )
    {
        if (input is null && verb == ApplicationVerb.Defer)
            input = await system.InputAsync(verb, (await system.DoAsync(new GetApplication(id))).CohortId);
        return await system.SendAsync(
            new ChangeApplication(id, verb, null, input ?? Input(verb)),
            caller ?? Callers.Admin
        );
    }
}
