-- Admission rounds with their limits, the waiting list's order, the conditions of an offer one by one, and where a
-- deferred application went.

CREATE TABLE AdmissionRounds (
    Id ${guid} NOT NULL PRIMARY KEY,
    CenterId ${guid} NOT NULL REFERENCES Centers (Id),
    Code ${code} NOT NULL,
    Name ${name} NOT NULL,
    MaximumOpen ${int} NULL,
    MaximumTotal ${int} NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_AdmissionRounds_Code UNIQUE (CenterId, Code)
)${options};

-- What a person has chosen in a round. Whatever moves one of a person's applications in a round takes this row first,
-- so that a person's commands in a round wait for one another.
CREATE TABLE RoundChoices (
    PersonId ${guid} NOT NULL REFERENCES People (Id),
    RoundId ${guid} NOT NULL REFERENCES AdmissionRounds (Id),
    OpenChoices ${int} NOT NULL,
    TotalChoices ${int} NOT NULL,
    CONSTRAINT PK_RoundChoices PRIMARY KEY (PersonId, RoundId),
    CONSTRAINT CK_RoundChoices_Counts CHECK (OpenChoices >= 0 AND TotalChoices >= OpenChoices)
)${options};

-- Waiting: applications on the waiting list. OfferDays: how long an offer to the head of the list lasts.
ALTER TABLE Cohorts ADD RoundId ${guid} NULL REFERENCES AdmissionRounds (Id);
ALTER TABLE Cohorts ADD Waiting ${int} NOT NULL DEFAULT 0 CHECK (Waiting >= 0);
ALTER TABLE Cohorts ADD OfferDays ${int} NOT NULL DEFAULT 7;

-- RoundId: the round in which it was submitted. WaitlistRank: the lowest is the head of the cohort's waiting list.
ALTER TABLE Applications ADD RoundId ${guid} NULL REFERENCES AdmissionRounds (Id);
ALTER TABLE Applications ADD WaitlistRank ${long} NULL;
ALTER TABLE Applications ADD DeferredToId ${guid} NULL REFERENCES Applications (Id);

-- A condition is pending until its State is Met, Waived or NotMet.
CREATE TABLE OfferConditions (
    ApplicationId ${guid} NOT NULL REFERENCES Applications (Id),
    Position ${int} NOT NULL,
    Wording ${text} NOT NULL,
    State ${code} NOT NULL,
    Note ${text} NULL,
    DecidedBy ${code} NULL,
    DecidedAt ${instant} NULL,
    Version ${int} NOT NULL,
    CONSTRAINT PK_OfferConditions PRIMARY KEY (ApplicationId, Position)
)${options};

-- The record in the cohort to which the trainee went over.
ALTER TABLE Enrollments ADD TransferredToId ${guid} NULL REFERENCES Enrollments (Id);
