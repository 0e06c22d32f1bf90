-- Indexes for lists by state (a page of which would otherwise be looked for among all rows that there are), for the
-- decisions of a meeting in their order, and for the foreign key that is checked when a draft scheme's components go.

CREATE INDEX IX_Applications_State ON Applications (State, Id);
CREATE INDEX IX_Certificates_State ON Certificates (State, Id);
CREATE INDEX IX_BoardDecisions_Meeting ON BoardDecisions (MeetingId, Id);
CREATE INDEX IX_Marks_Component ON Marks (ComponentId);
