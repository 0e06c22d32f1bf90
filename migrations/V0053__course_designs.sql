-- The design that a center's new certificates of one course get, where it differs from the center's: a course run with a
-- partner has both logos.
CREATE TABLE CourseDesigns (
    CenterId ${guid} NOT NULL REFERENCES Centers (Id),
    CourseId ${guid} NOT NULL REFERENCES Courses (Id),
    DesignId ${guid} NOT NULL REFERENCES CertificateDesigns (Id),
    CONSTRAINT PK_CourseDesigns PRIMARY KEY (CenterId, CourseId)
)${options};
