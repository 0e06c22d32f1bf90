-- National numbers, the search for records of the same person, and their merging.

-- The record that this one was merged into; a merged record stays as it was and takes nothing new.
ALTER TABLE People ADD MergedIntoId ${guid} NULL REFERENCES People (Id);

-- Which secrets numbers were sealed with: a program that doesn't hold one of them doesn't start.
CREATE TABLE NationalNumberKeys (
    KeyId ${code} NOT NULL PRIMARY KEY,
    CreatedAt ${instant} NOT NULL
)${options};

-- Ciphertext: see NationalNumberVault in Enrollment.Storage. Hash is keyed. Two records may hold the same number: that is
-- how a duplicate is found.
CREATE TABLE PersonNationalNumbers (
    PersonId ${guid} NOT NULL REFERENCES People (Id),
    Country ${code} NOT NULL,
    Kind ${code} NOT NULL,
    Ciphertext ${text} NOT NULL,
    Hash ${code} NOT NULL,
    Masked ${code} NOT NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT PK_PersonNationalNumbers PRIMARY KEY (PersonId, Country, Kind)
)${options};

CREATE INDEX IX_PersonNationalNumbers_Hash ON PersonNationalNumbers (Hash, PersonId);

-- What records of the same person are likely to share, hashed: a search reads the few people of its keys.
CREATE TABLE PersonMatchKeys (
    PersonId ${guid} NOT NULL REFERENCES People (Id),
    Kind ${int} NOT NULL,
    MatchKey ${long} NOT NULL,
    CONSTRAINT PK_PersonMatchKeys PRIMARY KEY (PersonId, Kind, MatchKey)
)${options};

CREATE INDEX IX_PersonMatchKeys_Key ON PersonMatchKeys (Kind, MatchKey, PersonId);

-- People whose matches are still to be looked for; with KeysDue 1 their keys are still to be written, too. A row goes
-- when that is done.
CREATE TABLE PersonMatchTasks (
    Id ${guid} NOT NULL PRIMARY KEY,
    PersonId ${guid} NOT NULL REFERENCES People (Id),
    KeysDue ${int} NOT NULL
)${options};

INSERT INTO PersonMatchTasks (Id, PersonId, KeysDue)
SELECT Id, Id, 1 FROM People;

-- Two records that may be one person, FirstId being the older one. Score in hundredths of bits. Place rises from the best
-- open proposal to the worst. Evidence is a hash of what was compared: a dismissed pair stays dismissed until it changes.
CREATE TABLE MatchProposals (
    Id ${guid} NOT NULL PRIMARY KEY,
    FirstId ${guid} NOT NULL REFERENCES People (Id),
    SecondId ${guid} NOT NULL REFERENCES People (Id),
    Place ${guid} NOT NULL,
    Certainty ${code} NOT NULL,
    Score ${int} NOT NULL,
    Reasons ${text} NOT NULL,
    Evidence ${code} NOT NULL,
    State ${code} NOT NULL,
    DecisionReason ${text} NULL,
    DecidedBy ${code} NULL,
    DecidedAt ${instant} NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_MatchProposals_Pair UNIQUE (FirstId, SecondId)
)${options};

CREATE INDEX IX_MatchProposals_Second ON MatchProposals (SecondId);
CREATE INDEX IX_MatchProposals_Place ON MatchProposals (State, Place);

CREATE TABLE PersonMerges (
    Id ${guid} NOT NULL PRIMARY KEY,
    MergedId ${guid} NOT NULL REFERENCES People (Id),
    SurvivorId ${guid} NOT NULL REFERENCES People (Id),
    State ${code} NOT NULL,
    Reason ${text} NOT NULL,
    MergedBy ${code} NOT NULL,
    MergedAt ${instant} NOT NULL,
    UndoReason ${text} NULL,
    UndoneBy ${code} NULL,
    UndoneAt ${instant} NULL
)${options};

CREATE INDEX IX_PersonMerges_Merged ON PersonMerges (MergedId, Id);
CREATE INDEX IX_PersonMerges_Survivor ON PersonMerges (SurvivorId, Id);

-- Each row that a merge moved to the survivor, by its kind and key, so that undoing gives it back.
CREATE TABLE PersonMergeRows (
    MergeId ${guid} NOT NULL REFERENCES PersonMerges (Id),
    Position ${int} NOT NULL,
    Kind ${code} NOT NULL,
    RowKey ${text} NOT NULL,
    CONSTRAINT PK_PersonMergeRows PRIMARY KEY (MergeId, Position)
)${options};
