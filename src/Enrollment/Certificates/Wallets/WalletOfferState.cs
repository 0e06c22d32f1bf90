namespace Enrollment.Certificates.Wallets;

/// <summary>How far an offer to a holder's wallet is.</summary>
public enum WalletOfferState
{
    /// <summary>Waits for a wallet.</summary>
    Open,

    /// <summary>A wallet showed both codes, and collects or has collected.</summary>
    Redeemed,

    /// <summary>A registrar took it back.</summary>
    Withdrawn,

    /// <summary>The transaction code was guessed at too often.</summary>
    Locked,

    /// <summary>No wallet came in time. Never stored: the clock says so.</summary>
    Expired,
}
