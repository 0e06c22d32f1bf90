-- How certificates look, per center and numbered. One that was published never changes again, since certificates refer to
-- it; Content is JSON.
CREATE TABLE CertificateDesigns (
    Id ${guid} NOT NULL PRIMARY KEY,
    CenterId ${guid} NOT NULL REFERENCES Centers (Id),
    Number ${int} NOT NULL,
    Name ${name} NOT NULL,
    Content ${text} NOT NULL,
    PublishedAt ${instant} NULL,
    Version ${int} NOT NULL,
    CreatedAt ${instant} NOT NULL,
    CONSTRAINT UQ_CertificateDesigns_Number UNIQUE (CenterId, Number)
)${options};

-- The design that a center's new certificates get; a center without a row has the built-in one.
CREATE TABLE CenterDesigns (
    CenterId ${guid} NOT NULL PRIMARY KEY REFERENCES Centers (Id),
    DesignId ${guid} NOT NULL REFERENCES CertificateDesigns (Id)
)${options};
