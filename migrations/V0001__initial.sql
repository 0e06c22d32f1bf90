-- The first schema. Types are placeholders that each engine fills in (see Engines in Enrollment.Storage);
-- everything else is the subset that all engines run.
-- Units: marks, weights and credits are integers in hundredths; instants are UTC; dates are local to the zone of
-- their cohort; Version counts the edits of a row.

CREATE TABLE Centers (
    Id ${guid} NOT NULL PRIMARY KEY,
    Code ${code} NOT NULL,
    Name ${name} NOT NULL,
    NameLocal ${name} NULL,
    City ${name} NULL,
    Country ${code} NOT NULL,
    TimeZone ${code} NOT NULL,
    Signatories ${text} NOT NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_Centers_Code UNIQUE (Code)
)${options};

CREATE TABLE Courses (
    Id ${guid} NOT NULL PRIMARY KEY,
    Code ${code} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_Courses_Code UNIQUE (Code)
)${options};

CREATE TABLE CourseVersions (
    Id ${guid} NOT NULL PRIMARY KEY,
    CourseId ${guid} NOT NULL REFERENCES Courses (Id),
    Number ${int} NOT NULL,
    Title ${name} NOT NULL,
    TitleLocal ${name} NULL,
    Hours ${int} NOT NULL,
    Credits ${int} NULL,
    NqfLevel ${int} NULL,
    ValidityMonths ${int} NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_CourseVersions_Number UNIQUE (CourseId, Number)
)${options};

CREATE TABLE Schemes (
    Id ${guid} NOT NULL PRIMARY KEY,
    CourseVersionId ${guid} NOT NULL REFERENCES CourseVersions (Id),
    Number ${int} NOT NULL,
    Name ${name} NOT NULL,
    PassMark ${int} NOT NULL,
    MeritMark ${int} NULL,
    DistinctionMark ${int} NULL,
    Decimals ${int} NOT NULL,
    FrozenAt ${instant} NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_Schemes_Number UNIQUE (CourseVersionId, Number)
)${options};

CREATE TABLE SchemeGroups (
    SchemeId ${guid} NOT NULL REFERENCES Schemes (Id),
    Code ${code} NOT NULL,
    Position ${int} NOT NULL,
    Name ${name} NOT NULL,
    Weight ${int} NOT NULL,
    MinimumMark ${int} NULL,
    CONSTRAINT PK_SchemeGroups PRIMARY KEY (SchemeId, Code)
)${options};

CREATE TABLE SchemeComponents (
    Id ${guid} NOT NULL PRIMARY KEY,
    SchemeId ${guid} NOT NULL,
    GroupCode ${code} NOT NULL,
    Code ${code} NOT NULL,
    Position ${int} NOT NULL,
    Name ${name} NOT NULL,
    Kind ${code} NOT NULL,
    Weight ${int} NOT NULL,
    MaximumMark ${int} NOT NULL,
    PassMark ${int} NULL,
    MustPass ${int} NOT NULL,
    Attempts ${int} NOT NULL,
    ResitCap ${int} NULL,
    WhenMissing ${code} NOT NULL,
    CONSTRAINT UQ_SchemeComponents_Code UNIQUE (SchemeId, Code),
    CONSTRAINT FK_SchemeComponents_Group FOREIGN KEY (SchemeId, GroupCode) REFERENCES SchemeGroups (SchemeId, Code)
)${options};

-- SeatsHeld: offers outstanding, accepted and enrolled. PlacesTaken: accepted and enrolled.
-- The checks hold the capacity whatever the program does.
CREATE TABLE Cohorts (
    Id ${guid} NOT NULL PRIMARY KEY,
    CenterId ${guid} NOT NULL REFERENCES Centers (Id),
    CourseVersionId ${guid} NOT NULL REFERENCES CourseVersions (Id),
    SchemeId ${guid} NULL REFERENCES Schemes (Id),
    Code ${code} NOT NULL,
    TimeZone ${code} NOT NULL,
    Capacity ${int} NOT NULL,
    Overbooking ${int} NOT NULL,
    SeatsHeld ${int} NOT NULL,
    PlacesTaken ${int} NOT NULL,
    OpensOn ${date} NOT NULL,
    ClosesOn ${date} NOT NULL,
    OpensAt ${instant} NOT NULL,
    ClosesAt ${instant} NOT NULL,
    StartsOn ${date} NOT NULL,
    EndsOn ${date} NOT NULL,
    ResultsReleasedAt ${instant} NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_Cohorts_Code UNIQUE (CenterId, Code),
    CONSTRAINT CK_Cohorts_Seats CHECK (SeatsHeld >= 0 AND SeatsHeld <= Capacity + Overbooking),
    CONSTRAINT CK_Cohorts_Places CHECK (PlacesTaken >= 0 AND PlacesTaken <= Capacity)
)${options};

CREATE INDEX IX_Cohorts_ClosesAt ON Cohorts (ClosesAt);

CREATE TABLE People (
    Id ${guid} NOT NULL PRIMARY KEY,
    BirthDate ${date} NULL,
    Email ${name} NULL,
    Phone ${code} NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL
)${options};

CREATE TABLE PersonNames (
    PersonId ${guid} NOT NULL REFERENCES People (Id),
    Position ${int} NOT NULL,
    Script ${code} NOT NULL,
    FullName ${name} NOT NULL,
    Family ${name} NULL,
    Given ${name} NULL,
    Patronymic ${name} NULL,
    CONSTRAINT PK_PersonNames PRIMARY KEY (PersonId, Position)
)${options};

CREATE INDEX IX_PersonNames_FullName ON PersonNames (FullName);

CREATE TABLE PersonExternalIds (
    Source ${code} NOT NULL,
    ExternalId ${code} NOT NULL,
    PersonId ${guid} NOT NULL REFERENCES People (Id),
    CONSTRAINT PK_PersonExternalIds PRIMARY KEY (Source, ExternalId)
)${options};

CREATE TABLE Applications (
    Id ${guid} NOT NULL PRIMARY KEY,
    PersonId ${guid} NOT NULL REFERENCES People (Id),
    CohortId ${guid} NOT NULL REFERENCES Cohorts (Id),
    State ${code} NOT NULL,
    Statement ${text} NULL,
    Reason ${text} NULL,
    Conditions ${text} NULL,
    OfferExpiresAt ${instant} NULL,
    SubmittedAt ${instant} NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_Applications_Person UNIQUE (PersonId, CohortId)
)${options};

CREATE INDEX IX_Applications_Cohort ON Applications (CohortId, Id);

CREATE TABLE Enrollments (
    Id ${guid} NOT NULL PRIMARY KEY,
    PersonId ${guid} NOT NULL REFERENCES People (Id),
    CohortId ${guid} NOT NULL REFERENCES Cohorts (Id),
    ApplicationId ${guid} NULL REFERENCES Applications (Id),
    State ${code} NOT NULL,
    EnrolledOn ${date} NOT NULL,
    EndedOn ${date} NULL,
    EndReason ${code} NULL,
    EndRequestedBy ${code} NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_Enrollments_Person UNIQUE (PersonId, CohortId)
)${options};

CREATE INDEX IX_Enrollments_Cohort ON Enrollments (CohortId, Id);

CREATE TABLE Marks (
    EnrollmentId ${guid} NOT NULL REFERENCES Enrollments (Id),
    ComponentId ${guid} NOT NULL REFERENCES SchemeComponents (Id),
    Attempt ${int} NOT NULL,
    State ${code} NOT NULL,
    Value ${int} NULL,
    SubmittedOn ${date} NULL,
    EnteredBy ${code} NOT NULL,
    EnteredAt ${instant} NOT NULL,
    ReleasedAt ${instant} NULL,
    Version ${int} NOT NULL,
    CONSTRAINT PK_Marks PRIMARY KEY (EnrollmentId, ComponentId, Attempt),
    CONSTRAINT CK_Marks_Value CHECK (Value IS NULL OR Value >= 0)
)${options};

CREATE TABLE MarkChanges (
    Id ${guid} NOT NULL PRIMARY KEY,
    EnrollmentId ${guid} NOT NULL,
    ComponentId ${guid} NOT NULL,
    Attempt ${int} NOT NULL,
    OldState ${code} NOT NULL,
    OldValue ${int} NULL,
    NewState ${code} NOT NULL,
    NewValue ${int} NULL,
    Reason ${text} NOT NULL,
    ChangedBy ${code} NOT NULL,
    ChangedAt ${instant} NOT NULL,
    CONSTRAINT FK_MarkChanges_Mark FOREIGN KEY (EnrollmentId, ComponentId, Attempt)
        REFERENCES Marks (EnrollmentId, ComponentId, Attempt)
)${options};

CREATE INDEX IX_MarkChanges_Mark ON MarkChanges (EnrollmentId, ComponentId, Attempt);

-- The unrounded mark is kept in millionths, the rounded one in hundredths.
CREATE TABLE Results (
    EnrollmentId ${guid} NOT NULL PRIMARY KEY REFERENCES Enrollments (Id),
    SchemeId ${guid} NOT NULL REFERENCES Schemes (Id),
    Outcome ${code} NOT NULL,
    Mark ${int} NULL,
    UnroundedMillionths ${long} NULL,
    Reasons ${text} NOT NULL,
    ComputedAt ${instant} NOT NULL
)${options};

CREATE TABLE BoardMeetings (
    Id ${guid} NOT NULL PRIMARY KEY,
    CenterId ${guid} NOT NULL REFERENCES Centers (Id),
    MinutesNumber ${code} NOT NULL,
    HeldOn ${date} NOT NULL,
    Kind ${code} NOT NULL,
    SealedAt ${instant} NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_BoardMeetings_Minutes UNIQUE (CenterId, MinutesNumber)
)${options};

CREATE TABLE BoardDecisions (
    Id ${guid} NOT NULL PRIMARY KEY,
    MeetingId ${guid} NOT NULL REFERENCES BoardMeetings (Id),
    EnrollmentId ${guid} NOT NULL REFERENCES Enrollments (Id),
    -- 1 for the first decision on the enrollment; the highest one stands.
    Sequence ${int} NOT NULL,
    Decision ${code} NOT NULL,
    ComputedOutcome ${code} NULL,
    ComputedMark ${int} NULL,
    DepartureReason ${text} NULL,
    DecidedBy ${code} NOT NULL,
    DecidedAt ${instant} NOT NULL,
    CONSTRAINT UQ_BoardDecisions_Enrollment UNIQUE (MeetingId, EnrollmentId),
    CONSTRAINT UQ_BoardDecisions_Sequence UNIQUE (EnrollmentId, Sequence)
)${options};

CREATE TABLE Awards (
    Id ${guid} NOT NULL PRIMARY KEY,
    PersonId ${guid} NOT NULL REFERENCES People (Id),
    CourseId ${guid} NOT NULL REFERENCES Courses (Id),
    EnrollmentId ${guid} NOT NULL REFERENCES Enrollments (Id),
    DecisionId ${guid} NOT NULL REFERENCES BoardDecisions (Id),
    AwardClass ${code} NOT NULL,
    AwardedOn ${date} NOT NULL,
    Renewal ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_Awards_PersonCourse UNIQUE (PersonId, CourseId, Renewal),
    CONSTRAINT UQ_Awards_Enrollment UNIQUE (EnrollmentId)
)${options};

CREATE TABLE SerialSeries (
    Id ${guid} NOT NULL PRIMARY KEY,
    DocumentType ${code} NOT NULL,
    CenterId ${guid} NOT NULL REFERENCES Centers (Id),
    SerialYear ${int} NOT NULL,
    LastNumber ${int} NOT NULL,
    CONSTRAINT UQ_SerialSeries UNIQUE (DocumentType, CenterId, SerialYear)
)${options};

CREATE TABLE Certificates (
    Id ${guid} NOT NULL PRIMARY KEY,
    AwardId ${guid} NOT NULL REFERENCES Awards (Id),
    EnrollmentId ${guid} NOT NULL REFERENCES Enrollments (Id),
    CohortId ${guid} NOT NULL REFERENCES Cohorts (Id),
    SeriesId ${guid} NOT NULL REFERENCES SerialSeries (Id),
    SerialNumber ${int} NOT NULL,
    Serial ${code} NOT NULL,
    VerificationCode ${code} NOT NULL,
    State ${code} NOT NULL,
    Snapshot ${text} NOT NULL,
    FileHash ${code} NULL,
    IssuedAt ${instant} NULL,
    ExpiresOn ${date} NULL,
    Reason ${text} NULL,
    EndedAt ${instant} NULL,
    ReplacesId ${guid} NULL REFERENCES Certificates (Id),
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_Certificates_Serial UNIQUE (Serial),
    CONSTRAINT UQ_Certificates_Number UNIQUE (SeriesId, SerialNumber),
    CONSTRAINT UQ_Certificates_Code UNIQUE (VerificationCode)
)${options};

CREATE INDEX IX_Certificates_Cohort ON Certificates (CohortId, Id);
CREATE INDEX IX_Certificates_Enrollment ON Certificates (EnrollmentId, Id);
CREATE INDEX IX_Certificates_Replaces ON Certificates (ReplacesId);

CREATE TABLE AuditEvents (
    Id ${guid} NOT NULL PRIMARY KEY,
    At ${instant} NOT NULL,
    ActorId ${code} NOT NULL,
    ActorRole ${code} NOT NULL,
    Action ${code} NOT NULL,
    SubjectId ${guid} NOT NULL,
    Details ${text} NULL
)${options};

CREATE INDEX IX_AuditEvents_Subject ON AuditEvents (SubjectId, Id);

CREATE TABLE IdempotencyKeys (
    CallerId ${code} NOT NULL,
    IdempotencyKey ${code} NOT NULL,
    RequestHash ${code} NOT NULL,
    Answer ${text} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT PK_IdempotencyKeys PRIMARY KEY (CallerId, IdempotencyKey)
)${options};
