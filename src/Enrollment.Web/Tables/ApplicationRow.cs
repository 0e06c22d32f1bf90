using Enrollment.Admissions;
using Enrollment.People;
using Enrollment.Web.Api;

namespace Enrollment.Web.Tables;

/// <summary>An application as a row of a table, in the order of <see cref="ApplicationColumns.All"/>.</summary>
static class ApplicationRow
{
    /// <summary>The letters that Kazakh has beside those of Russian.</summary>
    const string KazakhLetters = "ӘәҒғҚқҢңӨөҰұҮүҺһІі";

    internal static OutCell[] Header { get; } = [.. ApplicationColumns.All.Select(facts => OutCell.Of(facts.Header))];

    internal static OutCell[] Of(ApplicationRecord record)
    {
        var cells = new OutCell[ApplicationColumns.All.Count];
        cells[(int)ApplicationColumn.Reference] = OutCell.Of(record.Reference);
        Names(cells, record.Names);
        cells[(int)ApplicationColumn.BirthDate] = OutCell.Of(record.BirthDate);
        cells[(int)ApplicationColumn.Email] = OutCell.Of(record.Email);
        cells[(int)ApplicationColumn.Phone] = OutCell.Of(record.Phone);
        cells[(int)ApplicationColumn.State] = OutCell.Of(ApiJson.Name(record.State));
        cells[(int)ApplicationColumn.Statement] = OutCell.Of(record.Statement);
        cells[(int)ApplicationColumn.Reason] = OutCell.Of(record.Reason);
        cells[(int)ApplicationColumn.Conditions] = OutCell.Of(record.Conditions);
        cells[(int)ApplicationColumn.SubmittedAt] = OutCell.Of(record.SubmittedAt);
        cells[(int)ApplicationColumn.OfferExpiresAt] = OutCell.Of(record.OfferExpiresAt);
        cells[(int)ApplicationColumn.Cohort] = OutCell.Of(record.CohortCode);
        cells[(int)ApplicationColumn.ApplicationId] = OutCell.Of(record.Id.ToString());
        return cells;
    }

    /// <summary>Each spelling goes to the first free column of its script; what finds none to the further names.</summary>
    static void Names(OutCell[] cells, IReadOnlyList<PersonName> names)
    {
        var placed = new SortedDictionary<ApplicationColumn, PersonName>();
        var others = new List<PersonName>();
        foreach (var name in names)
        {
            var free = ApplicationColumns.Spellings.Where(s => s.Script == name.Script && !placed.ContainsKey(s.Full));
            var place = IsRussianAlone(name, names) ? free.LastOrDefault() : free.FirstOrDefault();
            if (place is null)
            {
                others.Add(name);
                continue;
            }

            placed.Add(place.Full, name);
            cells[(int)place.Full] = OutCell.Of(name.FullName);
            cells[(int)place.Family] = OutCell.Of(name.Family);
            cells[(int)place.Given] = OutCell.Of(name.Given);
            cells[(int)place.Patronymic] = OutCell.Of(name.Patronymic);
        }

        if (others.Count > 0)
            cells[(int)ApplicationColumn.OtherNames] = OutCell.Of(string.Join('\n', others.Select(OtherNames.Line)));
        if (!names.SequenceEqual(placed.Values.Concat(others)))
            cells[(int)ApplicationColumn.NameOrder] = OutCell.Of(string.Join(' ', names.Select(name => name.Script)));
    }

    /// <summary>The record doesn't tell the languages of a script; of two Cyrillic spellings the first is taken for Kazakh.</summary>
    static bool IsRussianAlone(PersonName name, IReadOnlyList<PersonName> names) =>
        name.Script == "Cyrl"
        && names.Count(other => other.Script == "Cyrl") == 1
        && !name.FullName.Any(KazakhLetters.Contains);
}
