using Enrollment.Pipeline;

namespace Enrollment.Certificates.Wallets;

/// <summary>Why a certificate's credential isn't offered to a wallet.</summary>
public static class WalletErrors
{
    public static Refusal NotInForce(CertificateState state) =>
        Refusal.Conflict(
            "certificate_not_in_force",
            $"The certificate is '{state.Wire()}'; only one that is issued and in force is offered to a wallet."
        );

    public static Refusal Expired(DateOnly day) =>
        Refusal.Conflict(
            "certificate_expired",
            $"The certificate was valid to {day:yyyy-MM-dd}; only one that is in force is offered to a wallet."
        );

    /// <summary>The standard demands TLS, and wallets hold to it; a developer's own machine is excepted.</summary>
    public static Refusal NotSecure(Uri publicAddress) =>
        Refusal.Conflict(
            "public_address_not_https",
            $"Wallets take nothing from '{publicAddress}'. Serve over https, and set Enrollment:PublicAddress to that address."
        );

    public static Refusal Over(WalletOfferState state) =>
        Refusal.Conflict(
            "wallet_offer_over",
            $"The offer is '{state.Wire()}'; there is nothing to withdraw. Make a new one where the holder needs it."
        );

    public static Refusal NotMade { get; } =
        new(
            RefusalKind.NotFound,
            "wallet_offer_not_found",
            "The certificate wasn't offered to a wallet in the last weeks. Make an offer first."
        );

    /// <summary>To a stranger, whatever the reason.</summary>
    public static Refusal Gone { get; } =
        new(
            RefusalKind.NotFound,
            "wallet_offer_not_found",
            "This offer was used, is over, or was never made. Ask the center for a new one."
        );
}
