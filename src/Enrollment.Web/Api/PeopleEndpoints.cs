using Enrollment.Certificates;
using Enrollment.Enrollments;
using Enrollment.People;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>People and their national numbers.</summary>
static class PeopleEndpoints
{
    internal static void MapPeople(this RouteGroupBuilder api)
    {
        var people = api.MapGroup("/people").WithTags("People");
        people.MapPost("/", CreatePersonAsync).WithSummary("Register a person");
        people
            .MapGet("/", ListPeopleAsync)
            .WithSummary("List people, or find them by name")
            .WithDescription(
                "'name' holds the beginnings of up to three words of a name, in any order, case and script, with or without "
                    + "marks. Whom an import has brought is found a few seconds later."
            );
        people
            .MapGet("/{id:guid}", GetPersonAsync)
            .WithSummary("Read a person")
            .WithDescription("'mergedInto' names the record that goes on in the place of a merged one.");
        people
            .MapGet("/{id:guid}/enrollments", ListEnrollmentsAsync)
            .WithSummary("List a person's enrollments")
            .WithDescription("A student lists the own ones, and sees of a board's decision what was released.");
        people
            .MapGet("/{id:guid}/certificates", ListCertificatesAsync)
            .WithSummary("List a person's certificates")
            .WithDescription("With those that were replaced or revoked. A student lists the own ones.");
        people.MapPut("/{id:guid}", UpdatePersonAsync).WithSummary("Change a person").DemandsIfMatch();

        people
            .MapPost("/search", FindAsync)
            .WithSummary("Find people by a national number")
            .WithDescription("The number stands in the body, so that no log of addresses holds it.");
        people
            .MapGet("/{id:guid}/national-numbers", ListNumbersAsync)
            .WithSummary("List a person's national numbers, masked");
        var number = people.MapGroup("/{id:guid}/national-numbers/{country}/{kind}");
        number.MapGet("/", GetNumberAsync).WithSummary("Read a national number, masked");
        number
            .MapPut("/", SetNumberAsync)
            .WithSummary("Enter or change a national number")
            .WithDescription(
                "Without If-Match it is entered, with it changed. Kinds with rules of their own: KZ/iin, CN/resident-id. "
                    + "A number that another record holds is taken: both are proposed as the same person."
            );
        number.MapDelete("/", RemoveNumberAsync).WithSummary("Take a national number away").DemandsIfMatch();
        number
            .MapPost("/reveal", RevealNumberAsync)
            .WithSummary("Show a national number in full")
            .WithDescription("The audit trail keeps who asked, when and why. An Idempotency-Key is passed over.");
    }

    static Task<Results<Made<PersonView>, ProblemHttpResult>> CreatePersonAsync(
        PersonFields body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.MakeAsync(new CreatePerson(body), p => ($"/api/v1/people/{p.Id}", p.Version), token);

    static Task<Results<Listed<PersonListItem>, ProblemHttpResult>> ListPeopleAsync(
        [AsParameters] Paging paging,
        string? name,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListPeople(name, after, size), token);

    static Task<Results<Read<PersonView>, ProblemHttpResult>> GetPersonAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetPerson(id), p => p.Version, token);

    static Task<Results<Listed<EnrollmentView>, ProblemHttpResult>> ListEnrollmentsAsync(
        Guid id,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListPersonEnrollments(id, after, size), token);

    static Task<Results<Listed<CertificateView>, ProblemHttpResult>> ListCertificatesAsync(
        Guid id,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListPersonCertificates(id, after, size), token);

    static async Task<Results<Read<PersonView>, ProblemHttpResult>> UpdatePersonAsync(
        Guid id,
        PersonFields body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem ?? await mediator.ReadAsync(new UpdatePerson(id, version, body), p => p.Version, token);
    }

    static Task<Results<Read<IReadOnlyList<PersonListItem>>, ProblemHttpResult>> FindAsync(
        NumberSearch body,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.ReadAsync(
            new FindByNationalNumber(new NationalNumberKind(body.Country, body.Kind), new TypedNumber(body.Number)),
            null,
            token
        );

    static Task<Results<Read<IReadOnlyList<NationalNumberView>>, ProblemHttpResult>> ListNumbersAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new ListNationalNumbers(id), null, token);

    static Task<Results<Read<NationalNumberView>, ProblemHttpResult>> GetNumberAsync(
        Guid id,
        string country,
        string kind,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetNationalNumber(id, new NationalNumberKind(country, kind)), n => n.Version, token);

    static async Task<Results<Read<NationalNumberView>, ProblemHttpResult>> SetNumberAsync(
        Guid id,
        string country,
        string kind,
        NewNumber body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Accept(request);
        return problem
            ?? await mediator.ReadAsync(
                new SetNationalNumber(id, new NationalNumberKind(country, kind), version, new TypedNumber(body.Number)),
                n => n.Version,
                token
            );
    }

    static async Task<Results<Read<NationalNumberView>, ProblemHttpResult>> RemoveNumberAsync(
        Guid id,
        string country,
        string kind,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem
            ?? await mediator.ReadAsync(
                new RemoveNationalNumber(id, new NationalNumberKind(country, kind), version),
                n => n.Version,
                token
            );
    }

    static Task<Results<Read<RevealedNumber>, ProblemHttpResult>> RevealNumberAsync(
        Guid id,
        string country,
        string kind,
        StatedReason body,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.ReadAsync(
            new RevealNationalNumber(id, new NationalNumberKind(country, kind), body.Reason),
            null,
            token
        );
}

/// <summary>A number to be entered. No record: what prints it must not print the number.</summary>
public sealed class NewNumber
{
    /// <summary>As on the document; blanks, hyphens, dots and slashes may stand between.</summary>
    public required string Number { get; init; }
}

/// <summary>A number to be looked for. No record: what prints it must not print the number.</summary>
public sealed class NumberSearch
{
    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }
    public required string Kind { get; init; }
    public required string Number { get; init; }
}

/// <summary>Why something is done, 1 to 1,000 characters.</summary>
public sealed record StatedReason
{
    public required string Reason { get; init; }
}
