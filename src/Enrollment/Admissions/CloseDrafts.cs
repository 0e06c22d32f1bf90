using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>
/// Closes the drafts on which the window of their cohort has closed, as not sent, up to <paramref name="Most"/> (1 to
/// 500) at once; answers how many.
/// </summary>
[Requires(Permission.DecideApplications)]
public sealed record CloseDrafts(int Most = 100) : ICommand<int>;

sealed class CloseDraftsValidator : AbstractValidator<CloseDrafts>
{
    public CloseDraftsValidator() => RuleFor(c => c.Most).InclusiveBetween(1, 500);
}

sealed class CloseDraftsHandler(Db db, ApplicationChange change, TimeProvider time)
    : IRequestHandler<CloseDrafts, Result<int>>
{
    public async Task<Result<int>> Handle(CloseDrafts request, CancellationToken cancellationToken)
    {
        var late = await db.FirstAsync<ApplicationRow>(
            Late,
            new { Now = time.GetUtcNow() },
            request.Most,
            cancellationToken
        );
        foreach (var draft in late)
        {
            var input = TransitionInput.Empty;
            if (await change.ApplyAsync(draft, ApplicationVerb.Close, input, cancellationToken) is { } refusal)
                return refusal;
        }

        return late.Count;
    }

    internal static readonly Sql Late = new(
        $"""
        {ApplicationRow.Select}
        WHERE a.State = 'Draft' AND h.ClosesAt <= @Now
        ORDER BY h.ClosesAt, a.Id
        """
    )
    {
        Paged = true,
    };
}
