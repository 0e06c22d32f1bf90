using System.Globalization;
using Enrollment.Credentials.Status;

namespace Enrollment.Credentials.Issuing;

/// <summary>Where an installation publishes what its credentials refer to. All stay for as long as credentials live.</summary>
/// <param name="publicAddress">Base address, absolute.</param>
public sealed class IssuerAddresses(Uri publicAddress)
{
    /// <summary>The page about the issuer and its keys.</summary>
    public string Issuer => At("issuer");

    /// <summary>A status list; that of suspensions stands beside that of revocations, with the same places.</summary>
    public string StatusList(int number, StatusPurpose purpose) =>
        At(
            string.Create(CultureInfo.InvariantCulture, $"status-lists/{number}")
                + (purpose == StatusPurpose.Suspension ? StatusPurposes.SuspendedPath : "")
        );

    /// <summary>
    /// The achievement of a version of a course at a center; a language follows behind a slash. Codes have no character
    /// that an address would have to escape.
    /// </summary>
    public string Achievement(string centerCode, string courseCode, int version) =>
        At(string.Create(CultureInfo.InvariantCulture, $"achievements/{centerCode}/{courseCode}/{version}"));

    string At(string path) => new Uri(publicAddress, path).AbsoluteUri;
}
