-- Sessions of a cohort, and who was there. A session keeps what people entered (day and times of day in minutes after
-- midnight, in the zone that the cohort had) beside the instants that these are. AttendedAt tells that attendance was
-- recorded: from then on the session stays, on its day.

CREATE TABLE CohortSessions (
    Id ${guid} NOT NULL PRIMARY KEY,
    CohortId ${guid} NOT NULL REFERENCES Cohorts (Id),
    Title ${code} NOT NULL,
    HeldOn ${date} NOT NULL,
    StartTime ${int} NOT NULL,
    EndTime ${int} NOT NULL,
    TimeZone ${code} NOT NULL,
    StartsAt ${instant} NOT NULL,
    EndsAt ${instant} NOT NULL,
    Place ${name} NULL,
    Instructor ${name} NULL,
    GraceMinutes ${int} NOT NULL,
    CancelledAt ${instant} NULL,
    CancelReason ${text} NULL,
    AttendedAt ${instant} NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_CohortSessions_Start UNIQUE (CohortId, StartsAt, Title),
    CONSTRAINT CK_CohortSessions_Ends CHECK (EndsAt > StartsAt)
)${options};

-- The absence of a row means that nothing was recorded, which is not an absence.
CREATE TABLE Attendance (
    SessionId ${guid} NOT NULL REFERENCES CohortSessions (Id),
    EnrollmentId ${guid} NOT NULL REFERENCES Enrollments (Id),
    State ${code} NOT NULL,
    MinutesLate ${int} NULL,
    Note ${text} NULL,
    Source ${code} NOT NULL,
    RecordedBy ${code} NOT NULL,
    RecordedAt ${instant} NOT NULL,
    Version ${int} NOT NULL,
    CONSTRAINT PK_Attendance PRIMARY KEY (SessionId, EnrollmentId),
    CONSTRAINT CK_Attendance_Late CHECK (MinutesLate IS NULL OR (State = 'Late' AND MinutesLate > 0))
)${options};

CREATE INDEX IX_Attendance_Enrollment ON Attendance (EnrollmentId, SessionId);

-- What stood there before, whole, with whoever had recorded it, and what took its place.
CREATE TABLE AttendanceChanges (
    Id ${guid} NOT NULL PRIMARY KEY,
    SessionId ${guid} NOT NULL,
    EnrollmentId ${guid} NOT NULL,
    OldState ${code} NOT NULL,
    OldMinutesLate ${int} NULL,
    OldNote ${text} NULL,
    OldRecordedBy ${code} NOT NULL,
    OldRecordedAt ${instant} NOT NULL,
    NewState ${code} NOT NULL,
    NewMinutesLate ${int} NULL,
    NewNote ${text} NULL,
    Reason ${text} NULL,
    ChangedBy ${code} NOT NULL,
    ChangedAt ${instant} NOT NULL,
    CONSTRAINT FK_AttendanceChanges_Row FOREIGN KEY (SessionId, EnrollmentId)
        REFERENCES Attendance (SessionId, EnrollmentId)
)${options};

CREATE INDEX IX_AttendanceChanges_Session ON AttendanceChanges (SessionId, Id);
