-- Results that no mark has outdated stay so.
UPDATE Results
SET MarkVersions = (SELECT COALESCE(SUM(m.Version), 0)
                    FROM Marks m
                    JOIN SchemeComponents c ON c.Id = m.ComponentId
                    WHERE m.EnrollmentId = Results.EnrollmentId AND c.SchemeId = Results.SchemeId),
    DeadlineVersions = (SELECT COALESCE(SUM(d.Version), 0)
                        FROM Enrollments e
                        JOIN Deadlines d ON d.CohortId = e.CohortId
                        WHERE e.Id = Results.EnrollmentId),
    ExtensionVersions = (SELECT COALESCE(SUM(x.Version), 0)
                         FROM Extensions x
                         WHERE x.EnrollmentId = Results.EnrollmentId)
WHERE NOT EXISTS (SELECT 1 FROM Marks m
                  WHERE m.EnrollmentId = Results.EnrollmentId AND m.EnteredAt > Results.ComputedAt);
