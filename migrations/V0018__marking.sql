-- Second marking with its samples, and extenuating circumstances. Units: marks, percentages and points are integers in
-- hundredths.

-- Who gave the old value, and the day of handing in before and after a change; all are NULL in the changes that came
-- before this.
ALTER TABLE MarkChanges ADD OldEnteredBy ${code} NULL;
ALTER TABLE MarkChanges ADD OldSubmittedOn ${date} NULL;
ALTER TABLE MarkChanges ADD NewSubmittedOn ${date} NULL;

-- Which marks of a component a second marker marks too. Share: percentage of them. Seed: the same marks and seed draw
-- the same sample. ExtendAbove: percentage of the sample beyond the tolerance from which all should be marked twice.
CREATE TABLE MarkSamples (
    Id ${guid} NOT NULL PRIMARY KEY,
    CohortId ${guid} NOT NULL REFERENCES Cohorts (Id),
    ComponentId ${guid} NOT NULL REFERENCES SchemeComponents (Id),
    Attempt ${int} NOT NULL,
    Share ${int} NOT NULL,
    AtLeast ${int} NOT NULL,
    AllFails ${int} NOT NULL,
    Seed ${int} NOT NULL,
    ExtendAbove ${int} NOT NULL,
    Marks ${int} NOT NULL,
    DrawnBy ${code} NOT NULL,
    DrawnAt ${instant} NOT NULL,
    ExtendedAt ${instant} NULL,
    Version ${int} NOT NULL,
    CONSTRAINT UQ_MarkSamples_Component UNIQUE (CohortId, ComponentId, Attempt)
)${options};

-- State: Pending, Agreed, Disputed, Moderated. A mark of a component that is marked twice throughout and has no row
-- here is pending, too. SampleId stands with the marks that a sample drew, those of its extension aside. FirstValue and
-- FirstMarker are the mark as the second marker met it.
CREATE TABLE SecondMarkings (
    EnrollmentId ${guid} NOT NULL,
    ComponentId ${guid} NOT NULL,
    Attempt ${int} NOT NULL,
    State ${code} NOT NULL,
    SampleId ${guid} NULL REFERENCES MarkSamples (Id),
    FirstValue ${int} NULL,
    FirstMarker ${code} NULL,
    SecondValue ${int} NULL,
    SecondMarker ${code} NULL,
    SecondMarkedAt ${instant} NULL,
    ModeratedValue ${int} NULL,
    Moderator ${code} NULL,
    ModeratedAt ${instant} NULL,
    Reason ${text} NULL,
    CreatedAt ${instant} NOT NULL,
    Version ${int} NOT NULL,
    CONSTRAINT PK_SecondMarkings PRIMARY KEY (EnrollmentId, ComponentId, Attempt),
    CONSTRAINT FK_SecondMarkings_Mark FOREIGN KEY (EnrollmentId, ComponentId, Attempt)
        REFERENCES Marks (EnrollmentId, ComponentId, Attempt)
)${options};

-- State: Lodged, Accepted, Rejected, Withdrawn. A claim without a component is about the whole record. DueOn stands with
-- the remedy Extension.
CREATE TABLE CircumstanceClaims (
    Id ${guid} NOT NULL PRIMARY KEY,
    CohortId ${guid} NOT NULL REFERENCES Cohorts (Id),
    EnrollmentId ${guid} NOT NULL REFERENCES Enrollments (Id),
    ComponentId ${guid} NULL REFERENCES SchemeComponents (Id),
    Attempt ${int} NULL,
    Kind ${code} NOT NULL,
    Statement ${text} NOT NULL,
    State ${code} NOT NULL,
    Remedy ${code} NULL,
    DueOn ${date} NULL,
    DecisionReason ${text} NULL,
    LodgedBy ${code} NOT NULL,
    LodgedAt ${instant} NOT NULL,
    DecidedBy ${code} NULL,
    DecidedAt ${instant} NULL,
    Version ${int} NOT NULL
)${options};

-- For the reference to a component, which is looked up when a scheme's parts change.
CREATE INDEX IX_CircumstanceClaims_Component ON CircumstanceClaims (ComponentId);
CREATE INDEX IX_Deadlines_Component ON Deadlines (ComponentId);
CREATE INDEX IX_Extensions_Component ON Extensions (ComponentId);
CREATE INDEX IX_MarkSamples_Component ON MarkSamples (ComponentId);

CREATE INDEX IX_CircumstanceClaims_Cohort ON CircumstanceClaims (CohortId, Id);
CREATE INDEX IX_CircumstanceClaims_Enrollment ON CircumstanceClaims (EnrollmentId, Id);
