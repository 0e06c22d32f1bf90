-- Who teaches and marks a cohort, by the ids of their accounts; a cohort that has nobody here is open to every
-- instructor.
CREATE TABLE CohortInstructors (
    CohortId ${guid} NOT NULL REFERENCES Cohorts (Id),
    UserId ${code} NOT NULL,
    Position ${int} NOT NULL,
    Name ${name} NOT NULL,
    CONSTRAINT PK_CohortInstructors PRIMARY KEY (CohortId, UserId)
)${options};
