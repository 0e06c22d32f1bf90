UPDATE Enrollments
SET TraineeNumber = (
    SELECT COUNT(*) FROM Enrollments o WHERE o.CohortId = Enrollments.CohortId AND o.Id <= Enrollments.Id);

UPDATE Cohorts SET LastTraineeNumber = (SELECT COUNT(*) FROM Enrollments e WHERE e.CohortId = Cohorts.Id);

-- Null is only what its own command has yet to number.
CREATE UNIQUE INDEX UQ_Enrollments_TraineeNumber ON Enrollments (CohortId, TraineeNumber)
    WHERE TraineeNumber IS NOT NULL;
