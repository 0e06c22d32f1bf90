-- The certificates of a cohort, issued in the background. A batch is open until it has ended; LeasedUntil is when another
-- process may take it over from the one that works on it. What became of each row is noted by the command that issues it.
CREATE TABLE IssueBatches (
    Id ${guid} NOT NULL PRIMARY KEY,
    CohortId ${guid} NOT NULL REFERENCES Cohorts (Id),
    State ${code} NOT NULL,
    Total ${int} NOT NULL,
    Issued ${int} NOT NULL,
    Refused ${int} NOT NULL,
    WorkedMilliseconds ${int} NOT NULL,
    Problem ${text} NULL,
    CreatedBy ${code} NOT NULL,
    CreatedByName ${name} NOT NULL,
    CreatedByRole ${code} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    EndedAt ${instant} NULL,
    LeasedUntil ${instant} NULL,
    Version ${int} NOT NULL,
    CONSTRAINT CK_IssueBatches_Rows CHECK (Issued >= 0 AND Refused >= 0 AND Issued + Refused <= Total)
)${options};

CREATE INDEX IX_IssueBatches_State ON IssueBatches (State, Id);
CREATE INDEX IX_IssueBatches_Cohort ON IssueBatches (CohortId, Id);
CREATE UNIQUE INDEX UQ_IssueBatches_Open ON IssueBatches (CohortId) WHERE EndedAt IS NULL;

CREATE TABLE IssueBatchRows (
    BatchId ${guid} NOT NULL REFERENCES IssueBatches (Id),
    Position ${int} NOT NULL,
    EnrollmentId ${guid} NOT NULL REFERENCES Enrollments (Id),
    State ${code} NOT NULL,
    CertificateId ${guid} NULL REFERENCES Certificates (Id),
    ProblemField ${code} NULL,
    ProblemCode ${code} NULL,
    Problem ${text} NULL,
    CONSTRAINT PK_IssueBatchRows PRIMARY KEY (BatchId, Position)
)${options};

CREATE INDEX IX_IssueBatchRows_State ON IssueBatchRows (BatchId, State, Position);

-- A file says by its hash which certificate it is, and one that no certificate has is swept.
CREATE INDEX IX_Certificates_FileHash ON Certificates (FileHash);
