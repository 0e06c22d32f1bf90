-- What a holder's wallet collects a certificate's credential with, at most one offer per certificate. Codes and tokens are
-- kept as hashes alone. Identified (0 or 1): the wallet asked for identifiers of what it may collect, and must use them.
CREATE TABLE WalletOffers (
    CertificateId ${guid} NOT NULL PRIMARY KEY REFERENCES Certificates (Id),
    State ${code} NOT NULL,
    CodeHash ${code} NOT NULL,
    TransactionHash ${code} NOT NULL,
    WrongCodes ${int} NOT NULL,
    MadeAt ${instant} NOT NULL,
    EndsAt ${instant} NOT NULL,
    RedeemedAt ${instant} NULL,
    TokenHash ${code} NULL,
    TokenEndsAt ${instant} NULL,
    Identified ${int} NOT NULL,
    JsonCollectedAt ${instant} NULL,
    TokenCollectedAt ${instant} NULL,
    Version ${int} NOT NULL,
    CONSTRAINT UQ_WalletOffers_Code UNIQUE (CodeHash)
)${options};

CREATE INDEX IX_WalletOffers_Token ON WalletOffers (TokenHash);
CREATE INDEX IX_WalletOffers_State ON WalletOffers (State, EndsAt);
