-- After ANALYZE, SQLite takes an index with many NULLs and few values for one that finds nothing, and looks through all
-- certificates for the one that replaces another, at each verification. The servers know how many NULLs there are.

DROP INDEX IX_Certificates_Replaces;
CREATE INDEX IX_Certificates_Replaces ON Certificates (ReplacesId) WHERE ReplacesId IS NOT NULL;
