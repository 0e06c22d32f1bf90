using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>
/// A person's certificates in the order of their preparation, with those that were replaced or revoked; a student reads the
/// own ones, from when they are issued on.
/// </summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record ListPersonCertificates(Guid PersonId, Guid? After, int Size) : IQuery<Page<CertificateView>>;

sealed class ListPersonCertificatesHandler(Db db, RequestContext context)
    : IRequestHandler<ListPersonCertificates, Result<Page<CertificateView>>>
{
    public async Task<Result<Page<CertificateView>>> Handle(
        ListPersonCertificates request,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.MayActFor(request.PersonId))
            return AccountErrors.NotYours;

        var page = await db.PageAsync<CertificateView>(
            OfPerson,
            new { request.PersonId, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Id,
            cancellationToken
        );
        // That one is being made tells the board's decision.
        return page with
        {
            Items = [.. page.Items.Where(view => GetCertificateHandler.Hides(view, context.Caller) is null)],
        };
    }

    internal static readonly Sql OfPerson = new(
        $"""
        {CertificateView.Select}
        WHERE a.PersonId = @PersonId AND t.Id > @After
        ORDER BY t.Id
        """
    )
    {
        Paged = true,
    };
}
