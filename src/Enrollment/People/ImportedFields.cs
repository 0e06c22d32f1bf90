using Enrollment.Pipeline;

namespace Enrollment.People;

/// <summary>What a person becomes when an import says something of it: what the import leaves blank stays.</summary>
static class ImportedFields
{
    const int MostSpellings = 3;

    /// <param name="before">The person as it is.</param>
    /// <param name="given">What the import says.</param>
    /// <param name="orderGiven">Whether the import says which spelling comes first; else the order stays.</param>
    /// <returns>What the person becomes; null where it stays as it is.</returns>
    internal static PersonFields? Merge(PersonFields before, PersonFields given, bool orderGiven)
    {
        var after = new PersonFields
        {
            Names = Merge(before.Names, given.Names, orderGiven),
            BirthDate = given.BirthDate ?? before.BirthDate,
            Email = IsSameMail(given.Email, before.Email) ? before.Email : given.Email ?? before.Email,
            Phone = given.Phone ?? before.Phone,
            PhoneCountry = PhoneCountry(before, given),
        };
        var same =
            after.Names.SequenceEqual(before.Names)
            && after.BirthDate == before.BirthDate
            && after.Email == before.Email
            && after.Phone == before.Phone
            && after.PhoneCountry == before.PhoneCountry;
        return same ? null : after;
    }

    /// <summary>A number that stays as it is stays where it is.</summary>
    static string? PhoneCountry(PersonFields before, PersonFields given) =>
        given.Phone is null ? before.PhoneCountry
        : given.Phone == before.Phone ? before.PhoneCountry ?? given.PhoneCountry
        : given.PhoneCountry;

    /// <summary>By an e-mail in another case the same person was found, so that it isn't news.</summary>
    static bool IsSameMail(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>A problem of the merged names; null where there is none.</summary>
    internal static FieldProblem? Problem(PersonFields after) =>
        after.Names.Count <= MostSpellings
            ? null
            : new FieldProblem(
                "names",
                "too_many_names",
                "With these the person would have more than three spellings of the name. Leave those out that are there."
            );

    /// <summary>A spelling that is there is completed; another one takes the place of one in its script, or is added.</summary>
    static List<PersonName> Merge(IReadOnlyList<PersonName> before, IReadOnlyList<PersonName> given, bool orderGiven)
    {
        var after = before.ToList();
        var places = new int?[given.Count];
        for (var i = 0; i < given.Count; i++)
        {
            if (Place(name => name.Script == given[i].Script && name.FullName == given[i].FullName) is { } same)
            {
                places[i] = same;
                after[same] = after[same] with
                {
                    Family = given[i].Family ?? after[same].Family,
                    Given = given[i].Given ?? after[same].Given,
                    Patronymic = given[i].Patronymic ?? after[same].Patronymic,
                };
            }
        }

        for (var i = 0; i < given.Count; i++)
        {
            if (places[i] is not null)
                continue;

            places[i] = Place(name => name.Script == given[i].Script) ?? after.Count;
            if (places[i] == after.Count)
                after.Add(given[i]);
            else
                after[places[i]!.Value] = given[i];
        }

        return orderGiven
            ? [.. places.Select(place => after[place!.Value]), .. after.Where((_, place) => !places.Contains(place))]
            : after;

        int? Place(Predicate<PersonName> fits)
        {
            for (var place = 0; place < after.Count; place++)
            {
                if (!places.Contains(place) && fits(after[place]))
                    return place;
            }

            return null;
        }
    }
}
