-- What refers to a meeting is looked for when one that was entered by mistake is taken away. Appeals that wait for a board
-- have no meeting: with the trainee in the index they are found by it, too.
CREATE INDEX IX_CertificateReviews_Meeting ON CertificateReviews (MeetingId);
CREATE INDEX IX_Appeals_HeardIn ON Appeals (HeardInId, EnrollmentId);
