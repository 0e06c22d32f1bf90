using System.Text;

namespace Enrollment.Storage.Data;

/// <summary>The members of an enumeration by the bytes of their names, as a column holds them.</summary>
static class MemberNames<T>
    where T : struct, Enum
{
    static readonly (byte[] Name, T Member)[] all =
    [
        .. Enum.GetValues<T>().Select(member => (Encoding.UTF8.GetBytes(member.ToString()), member)),
    ];

    /// <summary>Throws where no member has the name.</summary>
    internal static T Of(ReadOnlySpan<byte> name)
    {
        foreach (var (known, member) in all)
        {
            if (name.SequenceEqual(known))
                return member;
        }

        throw new InvalidCastException($"'{Encoding.UTF8.GetString(name)}' in the database is no {typeof(T).Name}.");
    }
}
