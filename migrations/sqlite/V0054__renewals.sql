-- After ANALYZE, SQLite takes an index with many NULLs and few values for one that finds nothing, and looks through all
-- awards for the one that renews another, at each verification. The servers know how many NULLs there are.

DROP INDEX IX_Awards_Renews;
CREATE INDEX IX_Awards_Renews ON Awards (RenewsId) WHERE RenewsId IS NOT NULL;
