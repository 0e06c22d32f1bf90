using static Enrollment.Tests.Architecture.MillionRows;

namespace Enrollment.Tests.Architecture;

/// <summary>What is known of people for telling who is the same.</summary>
static class PersonRows
{
    /// <summary>Two keys to a person, a number to two in five, and a proposal to one in ten; most are dismissed.</summary>
    internal static string Matching =>
        $$"""
            INSERT INTO PersonMatchKeys (PersonId, Kind, MatchKey)
            SELECT {{Id(Kind.Person, "N / 2")}}, 1 + N % 2, N % 100000 FROM Numbers WHERE N < 1000000;
            INSERT INTO PersonNameWords (PersonId, Word, StartLetter)
            SELECT {{Id(Kind.Person, "N / 2")}}, 'word' || CAST(N AS TEXT), 'w' FROM Numbers WHERE N < 1000000;
            INSERT INTO PersonNationalNumbers
                (PersonId, Country, Kind, Ciphertext, Hash, Masked, Version, CreatedAt)
            SELECT {{Id(Kind.Person, "N - 1")}}, 'KZ', 'iin', 'sealed', 'hash-' || CAST(N AS TEXT), '****', 1, {{At}}
            FROM Numbers WHERE N <= 200000;
            INSERT INTO MatchProposals
                (Id, FirstId, SecondId, Place, Certainty, Score, Reasons, Evidence, State, Version, CreatedAt)
            SELECT {{Id(Kind.Proposal, "N")}}, {{Id(Kind.Person, "N - 1")}}, {{Id(Kind.Person, "N + 100000")}},
                   {{Id(Kind.Proposal, "N")}}, 'Possible', 1000, '[]', 'evidence',
                   CASE WHEN N > 49900 THEN 'Proposed' ELSE 'Dismissed' END, 1, {{At}}
            FROM Numbers WHERE N <= 50000;
            INSERT INTO PersonMerges (Id, MergedId, SurvivorId, State, Reason, MergedBy, MergedAt)
            SELECT {{Id(Kind.Merge, "N")}}, {{Id(Kind.Person, "N - 1")}}, {{Id(Kind.Person, "N + 200000")}}, 'Undone',
                   'The same.', 'registrar', {{At}}
            FROM Numbers WHERE N <= 20000;
            INSERT INTO PersonMergeRows (MergeId, Position, Kind, RowKey)
            SELECT {{Id(Kind.Merge, "N")}}, 1, 'Application', 'key' FROM Numbers WHERE N <= 20000;
            INSERT INTO OfferConditions (ApplicationId, Position, Wording, State, Version)
            SELECT {{Id(Kind.Application, "N")}}, 1, 'Diploma', 'Met', 2 FROM Numbers WHERE N <= 200000;
            """;
}
