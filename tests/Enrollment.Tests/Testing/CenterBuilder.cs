using Enrollment.Certificates;
using Enrollment.Cohorts;

namespace Enrollment.Tests.Testing;

static class CenterBuilder
{
    internal static CenterFields Fields() =>
        new()
        {
            Code = $"C{TestSystem.NextNumber()}",
            Name = "Almaty Training Center",
            NameLocal = "Алматы оқу орталығы",
            City = "Almaty",
            Country = "KZ",
            TimeZone = "Asia/Almaty",
            Signatories = [new Signatory("Aigerim Satpayeva", "Director")],
        };

    internal static Task<CenterView> AddCenterAsync(
        this TestSystem system,
        Func<CenterFields, CenterFields>? change = null
    ) => system.DoAsync(new CreateCenter(Change(Fields(), change)));

    internal static T Change<T>(T fields, Func<T, T>? change) => change is null ? fields : change(fields);
}
