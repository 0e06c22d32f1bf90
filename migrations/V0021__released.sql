-- What trainees see of marks, results and decisions: a copy as it stood at the last release, so that what is entered,
-- computed or decided since stays hidden until the next one. Marks.ReleasedAt tells whether the mark as it stands now was
-- released; a change takes it away. Units as in the tables copied from.

CREATE TABLE ReleasedMarks (
    EnrollmentId ${guid} NOT NULL,
    ComponentId ${guid} NOT NULL,
    Attempt ${int} NOT NULL,
    State ${code} NOT NULL,
    Value ${int} NULL,
    SubmittedOn ${date} NULL,
    EnteredAt ${instant} NOT NULL,
    ReleasedAt ${instant} NOT NULL,
    Version ${int} NOT NULL,
    CONSTRAINT PK_ReleasedMarks PRIMARY KEY (EnrollmentId, ComponentId, Attempt),
    CONSTRAINT FK_ReleasedMarks_Mark FOREIGN KEY (EnrollmentId, ComponentId, Attempt)
        REFERENCES Marks (EnrollmentId, ComponentId, Attempt)
)${options};

-- One row per trainee of a released cohort; without SchemeId there was no result, without DecisionId no decision. State is
-- that of the enrollment, which follows from the decision. The decision stands in sealed minutes, so it never goes; a
-- reference would have every decision that is taken back looked for here.
CREATE TABLE ReleasedResults (
    EnrollmentId ${guid} NOT NULL PRIMARY KEY REFERENCES Enrollments (Id),
    State ${code} NOT NULL,
    SchemeId ${guid} NULL REFERENCES Schemes (Id),
    Outcome ${code} NULL,
    Mark ${int} NULL,
    UnroundedMillionths ${long} NULL,
    Reasons ${text} NULL,
    Explanation ${text} NULL,
    ComputedAt ${instant} NULL,
    DecisionId ${guid} NULL,
    ReleasedAt ${instant} NOT NULL
)${options};

-- What trainees see already, they go on seeing, but for the value of a mark that is withheld.
INSERT INTO ReleasedMarks
    (EnrollmentId, ComponentId, Attempt, State, Value, SubmittedOn, EnteredAt, ReleasedAt, Version)
SELECT EnrollmentId, ComponentId, Attempt, State, CASE WHEN State <> 'Withheld' THEN Value END, SubmittedOn, EnteredAt,
       ReleasedAt, Version
FROM Marks
WHERE ReleasedAt IS NOT NULL;

INSERT INTO ReleasedResults
    (EnrollmentId, State, SchemeId, Outcome, Mark, UnroundedMillionths, Reasons, Explanation, ComputedAt, DecisionId,
     ReleasedAt)
SELECT e.Id,
       CASE WHEN e.State NOT IN ('Completed', 'Failed') THEN e.State
            WHEN d.Decision IN ('Pass', 'Merit', 'Distinction') THEN 'Completed'
            WHEN d.Decision = 'Fail' THEN 'Failed'
            ELSE 'Active' END,
       r.SchemeId, r.Outcome, r.Mark, r.UnroundedMillionths, r.Reasons, r.Explanation, r.ComputedAt, d.Id,
       h.ResultsReleasedAt
FROM Cohorts h
JOIN Enrollments e ON e.CohortId = h.Id
LEFT JOIN Results r ON r.EnrollmentId = e.Id
LEFT JOIN BoardDecisions d
    ON d.EnrollmentId = e.Id
    AND d.Sequence = (SELECT MAX(l.Sequence)
                      FROM BoardDecisions l
                      JOIN BoardMeetings m ON m.Id = l.MeetingId
                      WHERE l.EnrollmentId = e.Id AND m.SealedAt IS NOT NULL)
WHERE h.ResultsReleasedAt IS NOT NULL;
