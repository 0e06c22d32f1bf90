-- What the columns of V0006 hold for applications that were there before them.

CREATE INDEX IX_Applications_Waiting ON Applications (CohortId, State, WaitlistRank, Id);
CREATE INDEX IX_Applications_Expiry ON Applications (State, OfferExpiresAt, Id);

UPDATE Cohorts
SET Waiting = (SELECT COUNT(*) FROM Applications a WHERE a.CohortId = Cohorts.Id AND a.State = 'Waitlisted');

-- They wait in the order in which they applied.
UPDATE Applications
SET WaitlistRank = (SELECT COUNT(*) FROM Applications b
                    WHERE b.CohortId = Applications.CohortId AND b.State = 'Waitlisted' AND b.Id < Applications.Id)
WHERE State = 'Waitlisted';

INSERT INTO OfferConditions (ApplicationId, Position, Wording, State, Version)
SELECT Id, 1, Conditions,
       CASE State WHEN 'Enrolled' THEN 'Met' WHEN 'ConditionsNotMet' THEN 'NotMet' ELSE 'Pending' END, 1
FROM Applications
WHERE Conditions IS NOT NULL;
