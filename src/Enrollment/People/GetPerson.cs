using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.People;

/// <summary>A person's record; a student reads the own one.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record GetPerson(Guid Id) : IQuery<PersonView>;

/// <summary>
/// People in the order of their creation; <paramref name="Name"/> finds those of whose names it has the beginnings of words,
/// in whatever script and case, with or without marks.
/// </summary>
[Requires(Permission.ReadPeople)]
public sealed record ListPeople(string? Name, Guid? After, int Size) : IQuery<Page<PersonListItem>>;

public sealed record PersonListItem
{
    public Guid Id { get; init; }

    /// <summary>The principal spelling.</summary>
    public string FullName { get; init; } = "";
    public DateOnly? BirthDate { get; init; }

    /// <summary>The record that this one was merged into; null: it stands by itself.</summary>
    public Guid? MergedInto { get; init; }
}

sealed class GetPersonHandler(Db db, RequestContext context) : IRequestHandler<GetPerson, Result<PersonView>>
{
    public async Task<Result<PersonView>> Handle(GetPerson request, CancellationToken cancellationToken)
    {
        if (!context.Caller.MayActFor(request.Id))
            return AccountErrors.NotYours;

        return await PersonStore.LoadAsync(db, request.Id, cancellationToken) is { } person
            ? person
            : Refusal.NotFound("person", request.Id);
    }
}

sealed class ListPeopleValidator : AbstractValidator<ListPeople>
{
    public ListPeopleValidator() => RuleFor(q => q.Name).Search();
}

sealed class ListPeopleHandler(Db db, INameRomanizer romanizer)
    : IRequestHandler<ListPeople, Result<Page<PersonListItem>>>
{
    public async Task<Result<Page<PersonListItem>>> Handle(ListPeople request, CancellationToken cancellationToken)
    {
        // An address is no name: it finds nobody here.
        var search = PersonSearch.Of(request.Name?.Replace('@', ' '), romanizer);
        if (request.Name is not null && search is not { Words.Count: > 0 })
            return new Page<PersonListItem>([], null);

        return await db.PageAsync<PersonListItem>(
            search is null ? All : ByName,
            PersonSearch.Parameters(search, new { After = request.After ?? Guid.Empty }),
            request.Size,
            row => row.Id,
            cancellationToken
        );
    }

    // The start stands for both tables: no engine carries it over the join, and names before it would be read to be skipped.
    internal static readonly Sql All = new(
        """
        SELECT p.Id, n.FullName, p.BirthDate, p.MergedIntoId AS MergedInto
        FROM People p
        JOIN PersonNames n ON n.PersonId = p.Id AND n.Position = 0
        WHERE p.Id > @After AND n.PersonId > @After
        ORDER BY p.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql ByName = new(
        $"""
        SELECT p.Id, n.FullName, p.BirthDate, p.MergedIntoId AS MergedInto
        FROM People p
        JOIN PersonNames n ON n.PersonId = p.Id AND n.Position = 0
        WHERE p.Id > @After AND p.Id IN ({PersonSearch.WithFirstWord})
          AND (@From21 IS NULL OR {PersonSearch.HasWord("p.Id", 2)})
          AND (@From31 IS NULL OR {PersonSearch.HasWord("p.Id", 3)})
        ORDER BY p.Id
        """
    )
    {
        Paged = true,
    };
}
