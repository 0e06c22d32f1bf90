-- What a scheme can declare beyond weights and minimums, deadlines of a cohort's work with extensions per trainee, and
-- the explanation of a result. Units: marks, percentages and points are integers in hundredths.

-- MinimumAttendance: least percentage of the sessions that a pass demands.
ALTER TABLE Schemes ADD MinimumAttendance ${int} NULL;

-- AfterGroup: code of the group whose minimum admits to this one.
ALTER TABLE SchemeGroups ADD AfterGroup ${code} NULL;

-- LatePerDay: points per started day; LateFloor: the penalty takes no mark below it; LateCutOffDays: after so many days
-- the work counts nothing. Tolerance: points between two markers beyond which a moderator decides.
ALTER TABLE SchemeComponents ADD LatePerDay ${int} NULL;
ALTER TABLE SchemeComponents ADD LateFloor ${int} NULL;
ALTER TABLE SchemeComponents ADD LateCutOffDays ${int} NULL;
ALTER TABLE SchemeComponents ADD SecondMarking ${code} NOT NULL DEFAULT 'None';
ALTER TABLE SchemeComponents ADD Tolerance ${int} NULL;

-- The last day, in the cohort's zone, on which an attempt can be handed in on time.
CREATE TABLE Deadlines (
    CohortId ${guid} NOT NULL REFERENCES Cohorts (Id),
    ComponentId ${guid} NOT NULL REFERENCES SchemeComponents (Id),
    Attempt ${int} NOT NULL,
    DueOn ${date} NOT NULL,
    Version ${int} NOT NULL,
    CONSTRAINT PK_Deadlines PRIMARY KEY (CohortId, ComponentId, Attempt)
)${options};

-- A later last day for one trainee.
CREATE TABLE Extensions (
    EnrollmentId ${guid} NOT NULL REFERENCES Enrollments (Id),
    ComponentId ${guid} NOT NULL REFERENCES SchemeComponents (Id),
    Attempt ${int} NOT NULL,
    DueOn ${date} NOT NULL,
    Reason ${text} NOT NULL,
    GrantedBy ${code} NOT NULL,
    GrantedAt ${instant} NOT NULL,
    Version ${int} NOT NULL,
    CONSTRAINT PK_Extensions PRIMARY KEY (EnrollmentId, ComponentId, Attempt)
)${options};

-- Reasons holds codes with figures from here on, and Explanation how the result came about, line by line. The results
-- that were computed before say no more than their outcome until they are computed anew.
ALTER TABLE Results ADD Explanation ${text} NULL;
UPDATE Results SET Reasons = '[]';
