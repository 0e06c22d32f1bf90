UPDATE InterviewSlots
SET Twin = (
    SELECT COUNT(*) FROM InterviewSlots o
    WHERE o.CohortId = InterviewSlots.CohortId AND o.StartsAt = InterviewSlots.StartsAt
      AND o.Interviewer = InterviewSlots.Interviewer AND o.Id < InterviewSlots.Id);

-- A time that was cancelled may be offered again.
CREATE UNIQUE INDEX UQ_InterviewSlots_Time ON InterviewSlots (CohortId, StartsAt, Interviewer, Twin)
    WHERE CancelledAt IS NULL;
