-- Results that no attendance has outdated stay so.
UPDATE Results
SET AttendanceVersions =
    CASE WHEN EXISTS (SELECT 1 FROM Schemes s WHERE s.Id = Results.SchemeId AND s.MinimumAttendance IS NOT NULL)
         THEN (SELECT COALESCE(SUM(a.Version), 0) FROM Attendance a WHERE a.EnrollmentId = Results.EnrollmentId)
              + (SELECT COALESCE(SUM(k.Version), 0)
                 FROM Enrollments e
                 JOIN CohortSessions k ON k.CohortId = e.CohortId
                 WHERE e.Id = Results.EnrollmentId)
         ELSE 0 END
WHERE NOT EXISTS (SELECT 1 FROM Attendance r
                  WHERE r.EnrollmentId = Results.EnrollmentId AND r.RecordedAt > Results.ComputedAt)
   OR NOT EXISTS (SELECT 1 FROM Schemes s WHERE s.Id = Results.SchemeId AND s.MinimumAttendance IS NOT NULL);
