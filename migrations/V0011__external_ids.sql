-- The ids that other systems know a person by, for lists that show them: so far only the person could be found by the id.

CREATE INDEX IX_PersonExternalIds_Person ON PersonExternalIds (PersonId, Source);
