-- The reviews that came of a meeting are looked for before one that was entered by mistake is taken away.
CREATE INDEX IX_CertificateReviews_Meeting ON CertificateReviews (MeetingId);
