-- What applicants hand in. A content is stored once, however often it is handed in; Uses counts the documents that it
-- belongs to. One that nothing uses any more is cleared some time after ReservedAt, and RemovalStartedAt says that its
-- file is being removed.

CREATE TABLE DocumentContents (
    Id ${guid} NOT NULL PRIMARY KEY,
    Hash ${code} NOT NULL,
    ByteSize ${long} NOT NULL,
    MediaType ${code} NOT NULL,
    Uses ${int} NOT NULL,
    ReservedAt ${instant} NOT NULL,
    RemovalStartedAt ${instant} NULL,
    ScanState ${code} NOT NULL,
    Signature ${name} NULL,
    ScannedAt ${instant} NULL,
    -- When it is looked at next; it says nothing where the state is an end.
    ScanAt ${instant} NOT NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_DocumentContents_Hash UNIQUE (Hash),
    CONSTRAINT CK_DocumentContents_Uses CHECK (Uses >= 0)
)${options};

CREATE INDEX IX_DocumentContents_Uses ON DocumentContents (Uses, Id);
CREATE INDEX IX_DocumentContents_ScanState ON DocumentContents (ScanState, Id);

CREATE TABLE ApplicationDocuments (
    Id ${guid} NOT NULL PRIMARY KEY,
    ApplicationId ${guid} NOT NULL REFERENCES Applications (Id),
    ContentId ${guid} NOT NULL REFERENCES DocumentContents (Id),
    Kind ${code} NOT NULL,
    FileName ${name} NOT NULL,
    Review ${code} NOT NULL,
    Reason ${text} NULL,
    ReviewedBy ${code} NULL,
    ReviewedAt ${instant} NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_ApplicationDocuments_Content UNIQUE (ApplicationId, Kind, ContentId)
)${options};

CREATE INDEX IX_ApplicationDocuments_Application ON ApplicationDocuments (ApplicationId, Id);
CREATE INDEX IX_ApplicationDocuments_Content ON ApplicationDocuments (ContentId);
