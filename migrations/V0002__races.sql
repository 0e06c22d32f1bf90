-- What two commands at the same moment meet on, where a server runs them side by side (filled in by the next migration:
-- one batch of SQL Server can't use a column that it adds).

-- When the first mark was entered: from then on the cohort keeps its scheme.
ALTER TABLE Cohorts ADD MarkedAt ${instant} NULL;

-- 1 for the first document of an award, counted on with each further one, void ones included.
ALTER TABLE Certificates ADD IssueNumber ${int} NOT NULL DEFAULT 0;
