namespace Enrollment.Web.CommandLine;

/// <summary>What became of the things that an import writes: new, there already, or refused.</summary>
sealed class ImportCounts
{
    readonly Dictionary<string, EntityCount> byEntity = [];
    readonly Dictionary<string, int> remarks = [];

    /// <summary>In the order in which they were first counted.</summary>
    internal IReadOnlyDictionary<string, EntityCount> ByEntity => byEntity;

    /// <summary>What a reader of the summary should know: blank fields, odd combinations.</summary>
    internal IReadOnlyDictionary<string, int> Remarks => remarks;

    internal void Add(string entity, int created = 0, int existing = 0, int refused = 0)
    {
        var before = byEntity.GetValueOrDefault(entity) ?? new EntityCount(0, 0, 0);
        byEntity[entity] = new EntityCount(
            before.Created + created,
            before.Existing + existing,
            before.Refused + refused
        );
    }

    internal void Remark(string text, int count)
    {
        if (count > 0)
            remarks[text] = remarks.GetValueOrDefault(text) + count;
    }
}

sealed record EntityCount(int Created, int Existing, int Refused);
