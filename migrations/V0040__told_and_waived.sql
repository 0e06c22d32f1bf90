-- What applicants and trainees are told beside the steps of an application: of an interview's time that was cancelled
-- (HappensAt), of a document that was refused (About is its name), of a trainee's record (EnrollmentId). ApplicationVersion
-- of such a message lies below zero and counts down: the application itself hasn't changed.
ALTER TABLE OutboxMessages ADD EnrollmentId ${guid} NULL REFERENCES Enrollments (Id);
ALTER TABLE OutboxMessages ADD HappensAt ${instant} NULL;
ALTER TABLE OutboxMessages ADD About ${name} NULL;

-- Why an application was sent or offered a seat although its applicant isn't eligible.
ALTER TABLE Applications ADD EligibilityWaiver ${text} NULL;
