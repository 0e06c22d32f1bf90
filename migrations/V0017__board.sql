-- What an assessment board has before it and what it leaves behind: the cohorts, attendees and frozen minutes of a
-- meeting, the appeals of trainees, and the reviews of certificates that a later decision puts in question.

-- Margin is in hundredths of a point. Minutes is the sealed document as JSON, MinutesHash the lower-case hexadecimal
-- SHA-256 of its UTF-8 bytes; both are null while the minutes are open, and of meetings that were sealed before.
ALTER TABLE BoardMeetings ADD Margin ${int} NOT NULL DEFAULT 100;
ALTER TABLE BoardMeetings ADD Quorum ${int} NULL;
ALTER TABLE BoardMeetings ADD Remarks ${text} NULL;
ALTER TABLE BoardMeetings ADD Minutes ${text} NULL;
ALTER TABLE BoardMeetings ADD MinutesHash ${code} NULL;

-- A decision can be changed while its minutes are open.
ALTER TABLE BoardDecisions ADD Version ${int} NOT NULL DEFAULT 1;

-- Days after the day of the release on which a result can be appealed against.
ALTER TABLE Cohorts ADD AppealDays ${int} NOT NULL DEFAULT 10;

CREATE TABLE BoardMeetingCohorts (
    MeetingId ${guid} NOT NULL REFERENCES BoardMeetings (Id),
    CohortId ${guid} NOT NULL REFERENCES Cohorts (Id),
    CONSTRAINT PK_BoardMeetingCohorts PRIMARY KEY (MeetingId, CohortId)
)${options};

CREATE TABLE BoardAttendees (
    MeetingId ${guid} NOT NULL REFERENCES BoardMeetings (Id),
    Position ${int} NOT NULL,
    Name ${name} NOT NULL,
    Role ${code} NOT NULL,
    CONSTRAINT PK_BoardAttendees PRIMARY KEY (MeetingId, Position)
)${options};

-- SubjectId is the component that is appealed against, or the enrollment where it is the whole result. OpenKey is all
-- zeros while the appeal is open and its own id afterwards, so that there is one open appeal at most per subject.
-- HeardInId is the meeting that decided anew because the appeal was upheld.
CREATE TABLE Appeals (
    Id ${guid} NOT NULL PRIMARY KEY,
    EnrollmentId ${guid} NOT NULL REFERENCES Enrollments (Id),
    SubjectId ${guid} NOT NULL,
    OpenKey ${guid} NOT NULL,
    Grounds ${text} NOT NULL,
    Statement ${text} NOT NULL,
    State ${code} NOT NULL,
    LodgedBy ${code} NOT NULL,
    LodgedAt ${instant} NOT NULL,
    Reason ${text} NULL,
    DecidedBy ${code} NULL,
    DecidedAt ${instant} NULL,
    HeardInId ${guid} NULL REFERENCES BoardMeetings (Id),
    Version ${int} NOT NULL,
    CONSTRAINT UQ_Appeals_Open UNIQUE (EnrollmentId, SubjectId, OpenKey)
)${options};

CREATE INDEX IX_Appeals_State ON Appeals (State, Id);

-- OpenKey as in Appeals: one open review at most per certificate.
CREATE TABLE CertificateReviews (
    Id ${guid} NOT NULL PRIMARY KEY,
    CertificateId ${guid} NOT NULL REFERENCES Certificates (Id),
    EnrollmentId ${guid} NOT NULL REFERENCES Enrollments (Id),
    MeetingId ${guid} NOT NULL REFERENCES BoardMeetings (Id),
    OpenKey ${guid} NOT NULL,
    CertifiedAs ${code} NOT NULL,
    DecidedAs ${code} NOT NULL,
    State ${code} NOT NULL,
    OpenedAt ${instant} NOT NULL,
    Outcome ${code} NULL,
    Reason ${text} NULL,
    ClosedBy ${code} NULL,
    ClosedAt ${instant} NULL,
    Version ${int} NOT NULL,
    CONSTRAINT UQ_CertificateReviews_Open UNIQUE (CertificateId, OpenKey)
)${options};

CREATE INDEX IX_CertificateReviews_State ON CertificateReviews (State, Id);
CREATE INDEX IX_CertificateReviews_Enrollment ON CertificateReviews (EnrollmentId, Id);

-- The foreign key is checked when a decision is taken back.
CREATE INDEX IX_Awards_Decision ON Awards (DecisionId);
