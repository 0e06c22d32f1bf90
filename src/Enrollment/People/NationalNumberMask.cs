namespace Enrollment.People;

/// <summary>How a number is shown to everybody: as long as it is, with its end alone.</summary>
static class NationalNumberMask
{
    internal const string Hidden = "********";
    const int Shown = 4;

    /// <summary>The last four characters behind stars; of a short number no more than a third.</summary>
    internal static string Of(string number)
    {
        var shown = Math.Min(Shown, number.Length / 3);
        return new string('*', number.Length - shown) + number[^shown..];
    }
}
