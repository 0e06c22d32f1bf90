-- Selection among the applicants of a cohort. Units: weights, maxima, minima and scores are integers in hundredths.

-- RankingVersion counts what changes the order: a reviewer's scores that are submitted, and offers made by it.
CREATE TABLE SelectionSchemes (
    Id ${guid} NOT NULL PRIMARY KEY,
    CohortId ${guid} NOT NULL REFERENCES Cohorts (Id),
    Number ${int} NOT NULL,
    Anonymous ${int} NOT NULL,
    RequiredReviews ${int} NOT NULL,
    LotterySeed ${code} NOT NULL,
    FrozenAt ${instant} NULL,
    RankingVersion ${int} NOT NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_SelectionSchemes_Number UNIQUE (CohortId, Number)
)${options};

CREATE TABLE SelectionCriteria (
    Id ${guid} NOT NULL PRIMARY KEY,
    SchemeId ${guid} NOT NULL REFERENCES SelectionSchemes (Id),
    Code ${code} NOT NULL,
    Position ${int} NOT NULL,
    Name ${name} NOT NULL,
    Weight ${int} NOT NULL,
    Maximum ${int} NOT NULL,
    Minimum ${int} NULL,
    CONSTRAINT UQ_SelectionCriteria_Code UNIQUE (SchemeId, Code)
)${options};

CREATE TABLE SelectionTieBreaks (
    SchemeId ${guid} NOT NULL REFERENCES SelectionSchemes (Id),
    Position ${int} NOT NULL,
    Kind ${code} NOT NULL,
    Criterion ${code} NULL,
    CONSTRAINT PK_SelectionTieBreaks PRIMARY KEY (SchemeId, Position)
)${options};

-- Who scores all applications of a cohort, and who scores single ones.
CREATE TABLE SelectionReviewers (
    CohortId ${guid} NOT NULL REFERENCES Cohorts (Id),
    ReviewerId ${code} NOT NULL,
    CONSTRAINT PK_SelectionReviewers PRIMARY KEY (CohortId, ReviewerId)
)${options};

CREATE TABLE ReviewAssignments (
    ApplicationId ${guid} NOT NULL REFERENCES Applications (Id),
    ReviewerId ${code} NOT NULL,
    CONSTRAINT PK_ReviewAssignments PRIMARY KEY (ApplicationId, ReviewerId)
)${options};

-- One attempt of one reviewer at one application. What was submitted never changes: a further attempt gives its reason.
CREATE TABLE ScoreSets (
    Id ${guid} NOT NULL PRIMARY KEY,
    SchemeId ${guid} NOT NULL REFERENCES SelectionSchemes (Id),
    ApplicationId ${guid} NOT NULL REFERENCES Applications (Id),
    ReviewerId ${code} NOT NULL,
    Attempt ${int} NOT NULL,
    Reason ${text} NULL,
    SubmittedAt ${instant} NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_ScoreSets_Attempt UNIQUE (SchemeId, ApplicationId, ReviewerId, Attempt)
)${options};

CREATE TABLE Scores (
    ScoreSetId ${guid} NOT NULL REFERENCES ScoreSets (Id),
    CriterionId ${guid} NOT NULL REFERENCES SelectionCriteria (Id),
    Value ${int} NOT NULL,
    Comment ${text} NULL,
    CONSTRAINT PK_Scores PRIMARY KEY (ScoreSetId, CriterionId),
    CONSTRAINT CK_Scores_Value CHECK (Value >= 0)
)${options};

-- The foreign key is checked when criteria go that no score was entered under.
CREATE INDEX IX_Scores_Criterion ON Scores (CriterionId);

-- Offers that were made to the best of a ranking, with what became of each application and why.
CREATE TABLE OfferRounds (
    Id ${guid} NOT NULL PRIMARY KEY,
    CohortId ${guid} NOT NULL REFERENCES Cohorts (Id),
    SchemeId ${guid} NOT NULL REFERENCES SelectionSchemes (Id),
    RankingVersion ${int} NOT NULL,
    Wanted ${int} NOT NULL,
    Offered ${int} NOT NULL,
    OfferExpiresOn ${date} NOT NULL,
    Conditions ${text} NULL,
    MadeBy ${code} NOT NULL,
    MadeAt ${instant} NOT NULL
)${options};

CREATE INDEX IX_OfferRounds_Cohort ON OfferRounds (CohortId, Id);

-- The total is exact, as a fraction of whole numbers: 250/3.
CREATE TABLE OfferRoundRows (
    RoundId ${guid} NOT NULL REFERENCES OfferRounds (Id),
    Position ${int} NOT NULL,
    ApplicationId ${guid} NOT NULL REFERENCES Applications (Id),
    RankNumber ${int} NULL,
    Total ${text} NULL,
    Outcome ${code} NOT NULL,
    Why ${text} NOT NULL,
    CONSTRAINT PK_OfferRoundRows PRIMARY KEY (RoundId, Position)
)${options};
