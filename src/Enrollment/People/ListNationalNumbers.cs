using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.People;

/// <summary>A person's numbers, masked.</summary>
[Requires(Permission.ManagePeople)]
public sealed record ListNationalNumbers(Guid PersonId) : IQuery<IReadOnlyList<NationalNumberView>>;

/// <summary>One number of a person, masked.</summary>
[Requires(Permission.ManagePeople)]
public sealed record GetNationalNumber(Guid PersonId, NationalNumberKind Kind) : IQuery<NationalNumberView>;

sealed class ListNationalNumbersHandler(Db db)
    : IRequestHandler<ListNationalNumbers, Result<IReadOnlyList<NationalNumberView>>>
{
    public async Task<Result<IReadOnlyList<NationalNumberView>>> Handle(
        ListNationalNumbers request,
        CancellationToken cancellationToken
    )
    {
        if (!await PersonStore.ExistsAsync(db, request.PersonId, cancellationToken))
            return Refusal.NotFound("person", request.PersonId);

        var numbers = await NationalNumberStore.OfAsync(db, request.PersonId, cancellationToken);
        return Result<IReadOnlyList<NationalNumberView>>.Of([.. numbers.Select(number => number.View)]);
    }
}

sealed class GetNationalNumberHandler(Db db) : IRequestHandler<GetNationalNumber, Result<NationalNumberView>>
{
    public async Task<Result<NationalNumberView>> Handle(
        GetNationalNumber request,
        CancellationToken cancellationToken
    ) =>
        await NationalNumberStore.FindAsync(db, request.PersonId, request.Kind, cancellationToken) is { } number
            ? number.View
            : PersonErrors.NoSuchNumber(request.Kind);
}
