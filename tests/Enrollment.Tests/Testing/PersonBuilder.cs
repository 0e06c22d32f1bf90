using Enrollment.People;

namespace Enrollment.Tests.Testing;

static class PersonBuilder
{
    internal static PersonFields Fields(string? name = null, string script = "Latn") =>
        new()
        {
            Names =
            [
                new PersonName { Script = script, FullName = name ?? $"Dana Akhmetova {TestSystem.NextNumber()}" },
            ],
            BirthDate = new DateOnly(2001, 5, 17),
        };

    internal static async Task<Guid> AddPersonAsync(this TestSystem system, string? name = null) =>
        (await system.DoAsync(new CreatePerson(Fields(name)))).Id;
}
