-- The award that another one renews: a person who passes a course again while, or after, the former certificate expires.
ALTER TABLE Awards ADD RenewsId ${guid} NULL REFERENCES Awards (Id);

CREATE INDEX IX_Awards_Renews ON Awards (RenewsId);
