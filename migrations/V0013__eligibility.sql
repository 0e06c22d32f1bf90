-- What a course demands of its applicants, by version of the course; nothing declared, no row.
-- Version counts the edits; a version number of the course stands in CourseVersions.

CREATE TABLE CourseRequirements (
    CourseVersionId ${guid} NOT NULL PRIMARY KEY REFERENCES CourseVersions (Id),
    MinimumAge ${int} NULL,
    QualificationLevel ${int} NULL,
    Version ${int} NOT NULL,
    CONSTRAINT CK_CourseRequirements_Level CHECK (QualificationLevel IS NULL OR QualificationLevel BETWEEN 1 AND 8)
)${options};

CREATE TABLE CoursePrerequisites (
    CourseVersionId ${guid} NOT NULL REFERENCES CourseRequirements (CourseVersionId),
    CourseId ${guid} NOT NULL REFERENCES Courses (Id),
    Position ${int} NOT NULL,
    CONSTRAINT PK_CoursePrerequisites PRIMARY KEY (CourseVersionId, CourseId)
)${options};

CREATE TABLE CourseLanguages (
    CourseVersionId ${guid} NOT NULL REFERENCES CourseRequirements (CourseVersionId),
    Language ${code} NOT NULL,
    Level ${code} NOT NULL,
    Position ${int} NOT NULL,
    CONSTRAINT PK_CourseLanguages PRIMARY KEY (CourseVersionId, Language)
)${options};

-- What a person declares of schooling and languages, edited as a whole: the head holds the version.
CREATE TABLE PersonBackgrounds (
    PersonId ${guid} NOT NULL PRIMARY KEY REFERENCES People (Id),
    Version ${int} NOT NULL
)${options};

CREATE TABLE PersonQualifications (
    PersonId ${guid} NOT NULL REFERENCES PersonBackgrounds (PersonId),
    Position ${int} NOT NULL,
    Level ${int} NOT NULL,
    Title ${name} NOT NULL,
    Institution ${name} NOT NULL,
    Country ${code} NOT NULL,
    AwardYear ${int} NOT NULL,
    CONSTRAINT PK_PersonQualifications PRIMARY KEY (PersonId, Position),
    CONSTRAINT CK_PersonQualifications_Level CHECK (Level BETWEEN 1 AND 8)
)${options};

CREATE TABLE PersonLanguages (
    PersonId ${guid} NOT NULL REFERENCES PersonBackgrounds (PersonId),
    Language ${code} NOT NULL,
    Level ${code} NOT NULL,
    Evidence ${name} NULL,
    Position ${int} NOT NULL,
    CONSTRAINT PK_PersonLanguages PRIMARY KEY (PersonId, Language)
)${options};
