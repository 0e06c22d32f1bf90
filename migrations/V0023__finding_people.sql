-- An import looks for who is there already by birth date and e-mail. By the name it read all who have it, for each of them.
CREATE INDEX IX_People_BirthDate ON People (BirthDate, Email) WHERE BirthDate IS NOT NULL;

-- Whose number the phone is where it stands without the code of a country (ISO 3166-1 alpha-2).
ALTER TABLE People ADD PhoneCountry ${code} NULL;
