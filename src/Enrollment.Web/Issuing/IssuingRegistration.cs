using Enrollment.Certificates;
using Enrollment.Credentials.Issuing;
using Enrollment.Documents;
using Enrollment.Web.Hosting;
using Enrollment.Web.Wallets;

namespace Enrollment.Web.Issuing;

/// <summary>What issues credentials and publishes what belongs to them.</summary>
static class IssuingRegistration
{
    internal static void AddIssuing(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(_ => IssuerKeys.Open(settings));
        services.AddDocumentSigning(provider =>
            IssuerKeys.Signing(settings, provider.GetRequiredService<TimeProvider>())
        );
        services.AddSingleton(new IssuerAddresses(settings.PublicAddress));
        services.AddSingleton(new WalletAddresses(settings.PublicAddress));
        services.AddSingleton<CredentialIssuer>();
        services.AddSingleton<ICredentialIssuer>(provider => provider.GetRequiredService<CredentialIssuer>());
        services.AddSingleton<StatusLists>();
        services.AddSingleton(_ => TrustedAuthorities.Read(settings.Issuer));
        services.AddSingleton<ReceivedFiles>();
        services.AddSingleton<KeyWatch>();
        services.AddSingleton(new PagePictures(settings.PdfToPng));
    }
}
