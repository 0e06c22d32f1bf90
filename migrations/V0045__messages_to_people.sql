-- A message belongs to a person, and to the application, the enrollment and the certificate that it tells of, where there
-- are such. SubjectId is what happened to change (an application, an enrollment, an appeal, a claim, a certificate) and
-- SubjectVersion its version then, or a number of the message's own: below zero, counting down, for what leaves the
-- application as it is, and from 1 for the releases of a trainee's results. One message per event, whatever runs twice.
-- ClosesAt is the first instant at which it is too late to appeal. The rest is as V0007 and V0040 say.
CREATE TABLE OutboxMessages (
    Id ${guid} NOT NULL PRIMARY KEY,
    PersonId ${guid} NOT NULL REFERENCES People (Id),
    ApplicationId ${guid} NULL REFERENCES Applications (Id),
    EnrollmentId ${guid} NULL REFERENCES Enrollments (Id),
    CertificateId ${guid} NULL REFERENCES Certificates (Id),
    SubjectId ${guid} NOT NULL,
    SubjectVersion ${int} NOT NULL,
    Kind ${code} NOT NULL,
    Reason ${text} NULL,
    Conditions ${text} NULL,
    OfferExpiresAt ${instant} NULL,
    HappensAt ${instant} NULL,
    ClosesAt ${instant} NULL,
    About ${name} NULL,
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
    CONSTRAINT UQ_OutboxMessages_Event UNIQUE (SubjectId, SubjectVersion, Kind)
)${options};

INSERT INTO OutboxMessages
    (Id, PersonId, ApplicationId, EnrollmentId, SubjectId, SubjectVersion, Kind, Reason, Conditions, OfferExpiresAt,
     HappensAt, About, Status, Attempts, DueAt, LeasedUntil, Language, Recipient, Subject, LastError, SentAt, Version,
     CreatedAt)
SELECT k.Id, a.PersonId, k.ApplicationId, k.EnrollmentId, k.ApplicationId, k.ApplicationVersion, k.Kind, k.Reason,
       k.Conditions, k.OfferExpiresAt, k.HappensAt, k.About, k.Status, k.Attempts, k.DueAt, k.LeasedUntil, k.Language,
       k.Recipient, k.Subject, k.LastError, k.SentAt, k.Version, k.CreatedAt
FROM KeptMessages k
JOIN Applications a ON a.Id = k.ApplicationId;

DROP TABLE KeptMessages;

CREATE INDEX IX_OutboxMessages_Status ON OutboxMessages (Status, Id);
CREATE INDEX IX_OutboxMessages_Person ON OutboxMessages (PersonId, Id);
-- Most messages have an application where people apply, and none has one where trainees are imported.
CREATE INDEX IX_OutboxMessages_Application ON OutboxMessages (ApplicationId, Id) WHERE ApplicationId IS NOT NULL;
