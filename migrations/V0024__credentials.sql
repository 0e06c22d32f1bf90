-- The language of the local title (ISO 639-1), and what the course corresponds to in frameworks of skills (JSON).
ALTER TABLE CourseVersions ADD TitleLanguage ${code} NULL;
ALTER TABLE CourseVersions ADD Alignments ${text} NULL;

-- The credential of a certificate: its place in a status list from the moment that the number is taken, and what was
-- signed from the moment that it is issued. Certificates from before have none.
CREATE TABLE StatusLists (
    Number ${int} NOT NULL PRIMARY KEY
)${options};

CREATE TABLE CertificateCredentials (
    CertificateId ${guid} NOT NULL PRIMARY KEY REFERENCES Certificates (Id),
    StatusList ${int} NOT NULL REFERENCES StatusLists (Number),
    StatusIndex ${int} NOT NULL,
    Json ${text} NULL,
    Token ${text} NULL,
    CONSTRAINT UQ_CertificateCredentials_Place UNIQUE (StatusList, StatusIndex)
)${options};
