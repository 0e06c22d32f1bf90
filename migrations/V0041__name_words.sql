-- The words of people's names as they are looked for: in small Latin letters without marks, by their sounds, and those of
-- other scripts as they stand. StartLetter is the first letter of the word.
CREATE TABLE PersonNameWords (
    PersonId ${guid} NOT NULL REFERENCES People (Id),
    Word ${code} NOT NULL,
    StartLetter ${code} NOT NULL,
    CONSTRAINT PK_PersonNameWords PRIMARY KEY (PersonId, Word)
)${options};

CREATE INDEX IX_PersonNameWords_Word ON PersonNameWords (StartLetter, Word, PersonId);

-- The words of those who are there are written with their keys.
UPDATE PersonMatchTasks SET KeysDue = 1;

INSERT INTO PersonMatchTasks (Id, PersonId, KeysDue)
SELECT p.Id, p.Id, 1
FROM People p
WHERE NOT EXISTS (SELECT 1 FROM PersonMatchTasks t WHERE t.PersonId = p.Id OR t.Id = p.Id);
