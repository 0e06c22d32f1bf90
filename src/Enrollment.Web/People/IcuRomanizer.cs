using Enrollment.People;
using Icu;

namespace Enrollment.Web.People;

/// <summary>
/// ICU's transform Any-Latin: pinyin for Han characters, transliterations for Arabic and the other scripts. A transform
/// isn't safe for several threads at once, so each thread has its own.
/// </summary>
sealed class IcuRomanizer : INameRomanizer, IDisposable
{
    readonly ThreadLocal<Transliterator> transform = new(
        () => Transliterator.CreateInstance("Any-Latin"),
        trackAllValues: true
    );

    public string ToLatin(string text) => transform.Value!.Transliterate(text);

    public void Dispose()
    {
        foreach (var made in transform.Values)
            made.Dispose();
        transform.Dispose();
    }
}

/// <summary>Registers the reading of names and telephone numbers.</summary>
static class PeopleRegistration
{
    internal static IServiceCollection AddEnrollmentNames(this IServiceCollection services) =>
        services.AddSingleton<INameRomanizer, IcuRomanizer>().AddSingleton<IPhoneNumbers, PhoneNumberPlans>();
}
