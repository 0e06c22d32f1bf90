-- Titles of courses and names of centers in further languages (JSON; null where there are none), and the language of a
-- center's local name (ISO 639-1; null where it isn't known).
ALTER TABLE CourseVersions ADD FurtherTitles ${text} NULL;
ALTER TABLE Centers ADD NameLanguage ${code} NULL;
ALTER TABLE Centers ADD FurtherNames ${text} NULL;
