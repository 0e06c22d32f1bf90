-- Times at which applicants of a cohort are interviewed. Booked counts the bookings; the check holds the capacity whatever
-- the program does. An application has one booking at most, which moves from slot to slot: its Version counts the moves.

CREATE TABLE InterviewSlots (
    Id ${guid} NOT NULL PRIMARY KEY,
    CohortId ${guid} NOT NULL REFERENCES Cohorts (Id),
    StartsAt ${instant} NOT NULL,
    EndsAt ${instant} NOT NULL,
    ChangeUntil ${instant} NOT NULL,
    TimeZone ${code} NOT NULL,
    Place ${name} NULL,
    Link ${name} NULL,
    Interviewer ${name} NOT NULL,
    Capacity ${int} NOT NULL,
    Booked ${int} NOT NULL,
    CancelledAt ${instant} NULL,
    CancelReason ${text} NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT CK_InterviewSlots_Booked CHECK (Booked >= 0 AND Booked <= Capacity),
    CONSTRAINT CK_InterviewSlots_Ends CHECK (EndsAt > StartsAt)
)${options};

CREATE INDEX IX_InterviewSlots_Cohort ON InterviewSlots (CohortId, Id);

CREATE TABLE InterviewBookings (
    Id ${guid} NOT NULL PRIMARY KEY,
    ApplicationId ${guid} NOT NULL REFERENCES Applications (Id),
    SlotId ${guid} NOT NULL REFERENCES InterviewSlots (Id),
    State ${code} NOT NULL,
    Reason ${text} NULL,
    BookedAt ${instant} NOT NULL,
    Version ${int} NOT NULL,
    CONSTRAINT UQ_InterviewBookings_Application UNIQUE (ApplicationId)
)${options};

CREATE INDEX IX_InterviewBookings_Slot ON InterviewBookings (SlotId, Id);
