-- What a result was computed from: the sums of the versions of the trainee's marks by the scheme's components, of the
-- cohort's deadlines and of the trainee's extensions. A result whose sums are others by now, or that has none, is stale.
ALTER TABLE Results ADD MarkVersions ${int} NULL;
ALTER TABLE Results ADD DeadlineVersions ${int} NULL;
ALTER TABLE Results ADD ExtensionVersions ${int} NULL;
