-- A time that was sent twice was offered twice; Twin counts those that are there already.
ALTER TABLE InterviewSlots ADD Twin ${int} NOT NULL DEFAULT 0;
