using System.Security.Cryptography;

namespace Enrollment.Credentials.Status;

/// <summary>Finds places in a status list.</summary>
public static class StatusIndex
{
    /// <summary>
    /// A free index, each with the same chance: neighbors in the list say nothing about who was certified together.
    /// </summary>
    /// <param name="taken">A bit is set for each index that was ever given to a credential.</param>
    /// <returns>Null where the list is full: begin another one.</returns>
    public static int? Draw(Bitstring taken)
    {
        ArgumentNullException.ThrowIfNull(taken);
        var free = taken.Size - taken.Count;
        if (free == 0)
            return null;
        return taken.FindClear(RandomNumberGenerator.GetInt32(free));
    }
}
