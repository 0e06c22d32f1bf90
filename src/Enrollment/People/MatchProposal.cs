using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Enrollment.People;

/// <summary>What became of a proposal.</summary>
public enum MatchState
{
    Proposed,

    /// <summary>They are one person and were merged.</summary>
    Confirmed,

    /// <summary>They are two; proposed again only when what was compared has changed.</summary>
    Dismissed,

    /// <summary>An edit left them too different before anybody decided.</summary>
    Obsolete,
}

/// <summary>Two records that may be one person.</summary>
public sealed record MatchProposalView
{
    public Guid Id { get; init; }
    public MatchState State { get; init; }
    public MatchCertainty Certainty { get; init; }

    /// <summary>Logarithm to base 2 of how many times likelier the agreement is of one person than of two.</summary>
    public decimal Bits { get; init; }
    public required MatchedPerson First { get; init; }
    public required MatchedPerson Second { get; init; }
    public IReadOnlyList<MatchReason> Reasons { get; init; } = [];
    public string? DecisionReason { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public int Version { get; init; }
}

public sealed record MatchedPerson(Guid Id, string FullName, DateOnly? BirthDate);

/// <summary>A proposal as it is stored, with the names of both.</summary>
sealed record MatchProposalRow
{
    static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public Guid Id { get; init; }
    public Guid Place { get; init; }
    public MatchState State { get; init; }
    public MatchCertainty Certainty { get; init; }

    /// <summary>In hundredths of bits.</summary>
    public int Score { get; init; }
    public Guid FirstId { get; init; }
    public string FirstName { get; init; } = "";
    public DateOnly? FirstBirthDate { get; init; }
    public Guid SecondId { get; init; }
    public string SecondName { get; init; } = "";
    public DateOnly? SecondBirthDate { get; init; }
    public string Reasons { get; init; } = "[]";
    public string? DecisionReason { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public int Version { get; init; }

    internal MatchProposalView View =>
        new()
        {
            Id = Id,
            State = State,
            Certainty = Certainty,
            Bits = Score / 100m,
            First = new MatchedPerson(FirstId, FirstName, FirstBirthDate),
            Second = new MatchedPerson(SecondId, SecondName, SecondBirthDate),
            Reasons = JsonSerializer.Deserialize<List<MatchReason>>(Reasons, json)!,
            DecisionReason = DecisionReason,
            DecidedBy = DecidedBy,
            DecidedAt = DecidedAt,
            Version = Version,
        };

    internal static string Write(IReadOnlyList<MatchReason> reasons) => JsonSerializer.Serialize(reasons, json);

    /// <summary>
    /// Where a proposal stands among all, as a value that a page can start after: the more certain and better ones first,
    /// equal ones in the order of <paramref name="id"/>'s random end.
    /// </summary>
    internal static Guid PlaceOf(MatchCertainty certainty, int score, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var rank = (int)certainty * 1_000_000 + Math.Clamp(score, 0, 999_999);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, uint.MaxValue - (uint)rank);
        return new Guid(bytes, bigEndian: true);
    }
}
