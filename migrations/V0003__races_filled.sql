UPDATE Cohorts
SET MarkedAt = CreatedAt
WHERE EXISTS (
    SELECT 1 FROM Enrollments e JOIN Marks m ON m.EnrollmentId = e.Id WHERE e.CohortId = Cohorts.Id
);

UPDATE Certificates
SET IssueNumber = (
    SELECT COUNT(*) FROM Certificates c WHERE c.EnrollmentId = Certificates.EnrollmentId AND c.Id <= Certificates.Id
);

CREATE UNIQUE INDEX UQ_Certificates_Issue ON Certificates (AwardId, IssueNumber);
