-- Also what a result was computed from: where its scheme demands attendance, the sum of the versions of the trainee's
-- attendance and of the cohort's sessions, else 0.
ALTER TABLE Results ADD AttendanceVersions ${int} NULL;

-- Deadlines of a cohort and extensions of an enrollment (SubjectId) that were taken away, by the versions that they had and
-- one for each, so that no sum of versions is ever one that there was before.
CREATE TABLE LiftedVersions (
    SubjectId ${guid} NOT NULL PRIMARY KEY,
    Versions ${int} NOT NULL
)${options};
