-- A trainee's number within the cohort: what mark sheets, attendance lists and minutes go by, names being neither unique
-- nor written one way. Those who are there already are numbered in the order of their enrollment.
ALTER TABLE Cohorts ADD LastTraineeNumber ${int} NOT NULL DEFAULT 0;
ALTER TABLE Enrollments ADD TraineeNumber ${int} NULL;
