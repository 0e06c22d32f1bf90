using System.Globalization;
using Enrollment.People;

namespace Enrollment.Tests.Testing;

static class NationalNumberBuilder
{
    internal static NationalNumberKind Iin { get; } = new("KZ", "iin");

    /// <summary>A valid IIN that no other test has.</summary>
    internal static string NewIin()
    {
        while (true)
        {
            var eleven = (91_000_000_000 + TestSystem.NextNumber()).ToString(CultureInfo.InvariantCulture);
            if (KazakhstanIin.CheckDigit(eleven) is { } digit)
                return $"{eleven}{digit}";
        }
    }

    internal static Task<NationalNumberView> EnterIinAsync(this TestSystem system, Guid personId, string number) =>
        system.DoAsync(new SetNationalNumber(personId, Iin, null, new TypedNumber(number)), Callers.Registrar);
}
