using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Messages;

/// <summary>
/// Reminds those whose offer ends within two days and who haven't answered, once per offer and not within a day of the
/// offer itself, up to <paramref name="Most"/> (1 to 500) at once; answers how many.
/// </summary>
[Requires(Permission.SendMessages)]
public sealed record RemindOfferHolders(int Most = 100) : ICommand<int>;

sealed class RemindOfferHoldersValidator : AbstractValidator<RemindOfferHolders>
{
    public RemindOfferHoldersValidator() => RuleFor(c => c.Most).InclusiveBetween(1, 500);
}

sealed class RemindOfferHoldersHandler(Db db, Ids ids, TimeProvider time)
    : IRequestHandler<RemindOfferHolders, Result<int>>
{
    static readonly TimeSpan before = TimeSpan.FromDays(2);
    static readonly TimeSpan afterOffer = TimeSpan.FromDays(1);

    public async Task<Result<int>> Handle(RemindOfferHolders request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var times = new
        {
            Now = now,
            Until = now + before,
            OfferedBefore = now - afterOffer,
        };
        var due = await db.FirstAsync<Guid>(Due, times, request.Most, cancellationToken);
        var reminded = 0;
        foreach (var applicationId in due)
        {
            var row = new
            {
                Id = ids.New(),
                ApplicationId = applicationId,
                Kind = nameof(MessageKind.OfferReminder),
                Now = now,
            };
            // False where another node has written it meanwhile.
            if (await db.TryInsertAsync(Outbox.Insert, row, cancellationToken))
                reminded++;
        }

        return reminded;
    }

    internal static readonly Sql Due = new(
        """
        SELECT a.Id
        FROM Applications a
        WHERE a.State = 'Offered' AND a.OfferExpiresAt > @Now AND a.OfferExpiresAt <= @Until
          AND NOT EXISTS (
              SELECT 1 FROM OutboxMessages m
              WHERE m.SubjectId = a.Id AND m.OfferExpiresAt = a.OfferExpiresAt
                AND (m.Kind = 'OfferReminder' OR m.CreatedAt > @OfferedBefore))
        ORDER BY a.OfferExpiresAt, a.Id
        """
    )
    {
        Paged = true,
    };
}
