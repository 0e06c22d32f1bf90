-- Messages to applicants (an outbox: written in the transaction of the change that a message tells of, sent afterwards),
-- and the language in which a person is written to (BCP 47).

ALTER TABLE People ADD Language ${code} NOT NULL DEFAULT 'en';

-- Reason, Conditions and OfferExpiresAt are those of the application in that version. DueAt is when a waiting message may
-- be sent, LeasedUntil when another sender may take one over that is being sent. Language, Recipient and Subject are those
-- of the last attempt. One message per event, whatever runs twice.
CREATE TABLE OutboxMessages (
    Id ${guid} NOT NULL PRIMARY KEY,
    ApplicationId ${guid} NOT NULL REFERENCES Applications (Id),
    ApplicationVersion ${int} NOT NULL,
    Kind ${code} NOT NULL,
    Reason ${text} NULL,
    Conditions ${text} NULL,
    OfferExpiresAt ${instant} NULL,
    Status ${code} NOT NULL,
    Attempts ${int} NOT NULL,
    DueAt ${instant} NOT NULL,
    LeasedUntil ${instant} NULL,
    Language ${code} NULL,
    Recipient ${name} NULL,
    Subject ${text} NULL,
    LastError ${text} NULL,
    SentAt ${instant} NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_OutboxMessages_Event UNIQUE (ApplicationId, ApplicationVersion, Kind)
)${options};

CREATE INDEX IX_OutboxMessages_Status ON OutboxMessages (Status, Id);
