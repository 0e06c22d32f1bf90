-- A message belonged to an application, so that nobody who came without one could be written to. Not every engine lets a
-- column become one that may be empty, so the table is made anew: here its rows are kept, the next migration takes them.
CREATE TABLE KeptMessages (
    Id ${guid} NOT NULL PRIMARY KEY,
    ApplicationId ${guid} NOT NULL,
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
    EnrollmentId ${guid} NULL,
    HappensAt ${instant} NULL,
    About ${name} NULL
)${options};

INSERT INTO KeptMessages
    (Id, ApplicationId, ApplicationVersion, Kind, Reason, Conditions, OfferExpiresAt, Status, Attempts, DueAt, LeasedUntil,
     Language, Recipient, Subject, LastError, SentAt, Version, CreatedAt, EnrollmentId, HappensAt, About)
SELECT Id, ApplicationId, ApplicationVersion, Kind, Reason, Conditions, OfferExpiresAt, Status, Attempts, DueAt, LeasedUntil,
       Language, Recipient, Subject, LastError, SentAt, Version, CreatedAt, EnrollmentId, HappensAt, About
FROM OutboxMessages;

DROP TABLE OutboxMessages;
