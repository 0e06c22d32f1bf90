using System.Data.Common;
using Enrollment.Storage;
using Enrollment.Storage.Migrations;
using Enrollment.Tests.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Enrollment.Tests.Architecture;

/// <summary>
/// A database as it is after many years: 1,000,000 applications and as many certificates, with all that they refer to.
/// Cohorts have 30 to 500 trainees; nearly all that happened is over. Every constraint holds.
/// </summary>
sealed class MillionRows : IDisposable
{
    internal const string At = "CAST('2026-01-01T00:00:00.0000000Z' AS ${instant})";
    internal const string Day = "CAST('2026-01-01' AS ${date})";

    // A new one: what a used one has been analyzed with makes the planner of PostgreSQL join a million rows one by one.
    readonly TestDatabase database = new(migrated: false);

    /// <summary>Makes the rows, set by set, and lets the engine count them.</summary>
    internal MillionRows()
    {
        new Migrator(database.Options).Apply();
        if (TestDatabase.Engine == DatabaseEngine.PostgreSql)
            FillPostgreSql();
        else
            FillSqlite();
    }

    /// <summary>A connection of the engine's own kind.</summary>
    internal DbConnection Open()
    {
        DbConnection connection =
            TestDatabase.Engine == DatabaseEngine.PostgreSql
                ? new NpgsqlConnection($"{database.Options.ConnectionString};Command Timeout=0")
                : new SqliteConnection($"Data Source={database.Options.DatabasePath};Foreign Keys=True;Pooling=False");
        connection.Open();
        return connection;
    }

    void FillSqlite()
    {
        using var connection = Open();
        // Nobody reads this file after a crash.
        Execute(
            connection,
            """
            PRAGMA journal_mode = OFF;
            PRAGMA synchronous = OFF;
            PRAGMA cache_size = -200000;
            PRAGMA temp_store = MEMORY;
            """
        );
        Execute(connection, $"BEGIN; {Rows(Engines.Sqlite)} COMMIT; ANALYZE;");
    }

    /// <summary>
    /// PostgreSQL writes an index in a fraction of the time that keeping it up takes: all constraints and indexes go, and
    /// come back over the rows, where each is checked.
    /// </summary>
    void FillPostgreSql()
    {
        using var connection = Open();
        Execute(
            connection,
            $"""
            BEGIN;
            SET maintenance_work_mem = '512MB';
            CREATE TEMPORARY TABLE Kept AS
            SELECT CASE contype WHEN 'f' THEN 1 ELSE 2 END AS Step,
                   format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS Leave,
                   format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
                       AS Return
            FROM pg_constraint
            WHERE contype IN ('f', 'u', 'p') AND connamespace = current_schema()::regnamespace
            UNION ALL
            SELECT 3, format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
            FROM pg_index i
            JOIN pg_class c ON c.oid = i.indexrelid
            WHERE c.relnamespace = current_schema()::regnamespace
              AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid);
            {EachOf("Leave FROM Kept ORDER BY Step")}
            {Rows(Engines.PostgreSql)}
            {EachOf("Return FROM Kept ORDER BY Step DESC")}
            COMMIT;
            ANALYZE;
            """
        );

        static string EachOf(string statements) =>
            $"DO $$ DECLARE s text; BEGIN FOR s IN SELECT {statements} LOOP EXECUTE s; END LOOP; END $$;";
    }

    static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }

    /// <summary>The id of the row of that number; ids of a kind rise with the number, as the program's do with time.</summary>
    internal static string IdOf(Kind kind, int number) => $"01900000-{(int)kind:x4}-7000-8000-{number:d12}";

    internal enum Kind
    {
        Center,
        Course,
        CourseVersion,
        Scheme,
        Component,
        Cohort,
        Person,
        Application,
        Enrollment,
        MarkChange,
        Meeting,
        Decision,
        Award,
        Series,
        Certificate,
        Event,
        Message,
        Selection,
        Criterion,
        ScoreSet,
        OfferRound,
        Content,
        Document,
        Slot,
        Booking,
        Proposal,
        Merge,
        Session,
        AttendanceChange,
        Appeal,
        CertificateReview,
        Claim,
    }

    internal static string Id(Kind kind, string number) =>
        $"CAST('01900000-{(int)kind:x4}-7000-8000-' || SUBSTR(CAST(1000000000000 + {number} AS TEXT), 2) AS ${{guid}})";

    static string Rows(Engine engine)
    {
        var sql = string.Join(
            '\n',
            Numbers,
            Catalog,
            Admissions,
            Assessment,
            Register,
            BoardRows.Rows,
            SelectionRows.Backgrounds,
            SelectionRows.Reviews,
            DocumentRows.Documents,
            DocumentRows.Interviews,
            PersonRows.Matching,
            AttendanceRows.Attendance,
            MarkingRows.Marking
        );
        foreach (var (placeholder, type) in engine.Types)
            sql = sql.Replace(placeholder, type, StringComparison.Ordinal);
        return sql;
    }

    /// <summary>
    /// What row n of each table is about. Of a thousand in a row six cohorts are filled, with 500, 220, 120, 80, 50 and 30;
    /// two in five enrollments were taken over from elsewhere and have no application.
    /// </summary>
    static string Numbers =>
        $$"""
            CREATE TEMPORARY TABLE Numbers (
                N ${int} NOT NULL PRIMARY KEY,
                PersonId ${guid} NOT NULL,
                CohortId ${guid} NOT NULL,
                EnrolledIn ${guid} NOT NULL
            );
            INSERT INTO Numbers
            WITH RECURSIVE Counted(N) AS (SELECT 1 UNION ALL SELECT N + 1 FROM Counted WHERE N < 1000000),
            Placed(N, Cohort) AS (
                SELECT N, N / 1000 * 6 + CASE WHEN N % 1000 < 500 THEN 1 WHEN N % 1000 < 720 THEN 2
                                              WHEN N % 1000 < 840 THEN 3 WHEN N % 1000 < 920 THEN 4
                                              WHEN N % 1000 < 970 THEN 5 ELSE 6 END
                FROM Counted
            )
            SELECT N, {{Id(Kind.Person, "N % 500000")}}, {{Id(Kind.Cohort, "Cohort")}},
                   {{Id(Kind.Cohort, "Cohort + CASE WHEN N % 5 < 3 THEN 0 ELSE 6006 END")}}
            FROM Placed;
            """;

    static string Catalog =>
        $$"""
            INSERT INTO Centers (Id, Code, Name, Country, TimeZone, Signatories, Version, CreatedAt)
            SELECT {{Id(
                Kind.Center,
                "N"
            )}}, 'C' || CAST(N AS TEXT), 'Training Center', 'KZ', 'Asia/Almaty', '[]', 1, {{At}}
            FROM Numbers WHERE N <= 10;
            INSERT INTO Courses (Id, Code, CreatedAt)
            SELECT {{Id(Kind.Course, "N")}}, 'K' || CAST(N AS TEXT), {{At}} FROM Numbers WHERE N <= 200;
            INSERT INTO CourseVersions (Id, CourseId, Number, Title, Hours, CreatedAt)
            SELECT {{Id(Kind.CourseVersion, "N")}}, {{Id(Kind.Course, "N")}}, 1, 'Automotive Engines', 240, {{At}}
            FROM Numbers WHERE N <= 200;
            INSERT INTO Schemes (Id, CourseVersionId, Number, Name, PassMark, Decimals, Version, CreatedAt)
            SELECT {{Id(Kind.Scheme, "N")}}, {{Id(Kind.CourseVersion, "N")}}, 1, 'Scheme', 5000, 0, 1, {{At}}
            FROM Numbers WHERE N <= 200;
            INSERT INTO SchemeGroups (SchemeId, Code, Position, Name, Weight)
            SELECT {{Id(Kind.Scheme, "N")}}, 'ALL', 0, 'All', 10000 FROM Numbers WHERE N <= 200;
            INSERT INTO SchemeComponents
                (Id, SchemeId, GroupCode, Code, Position, Name, Kind, Weight, MaximumMark, MustPass, Attempts, WhenMissing)
            SELECT {{Id(Kind.Component, "N")}}, {{Id(Kind.Scheme, "(N - 1) % 200 + 1")}}, 'ALL',
                   'P' || CAST((N - 1) / 200 AS TEXT), (N - 1) / 200, 'Part', 'Exam', 2500, 10000, 0, 2, 'Zero'
            FROM Numbers WHERE N <= 800;
            INSERT INTO Cohorts
                (Id, CenterId, CourseVersionId, SchemeId, Code, TimeZone, Capacity, Overbooking, SeatsHeld, PlacesTaken,
                 OpensOn, ClosesOn, OpensAt, ClosesAt, StartsOn, EndsOn, Version, CreatedAt)
            SELECT {{Id(Kind.Cohort, "N")}}, {{Id(Kind.Center, "N % 10 + 1")}},
                   {{Id(Kind.CourseVersion, "N % 200 + 1")}}, {{Id(Kind.Scheme, "N % 200 + 1")}},
                   'H' || CAST(N AS TEXT), 'Asia/Almaty', 500, 0, COALESCE(Trainees, 0), COALESCE(Trainees, 0),
                   {{Day}}, {{Day}}, {{At}}, {{At}}, {{Day}}, {{Day}}, 1, {{At}}
            FROM Numbers
            LEFT JOIN (SELECT EnrolledIn AS Taken, COUNT(*) AS Trainees FROM Numbers GROUP BY EnrolledIn) c
                ON c.Taken = {{Id(Kind.Cohort, "N")}}
            WHERE N <= 12012;
            INSERT INTO People (Id, Version, CreatedAt)
            SELECT {{Id(Kind.Person, "N - 1")}}, 1, {{At}} FROM Numbers WHERE N <= 500000;
            INSERT INTO PersonNames (PersonId, Position, Script, FullName)
            SELECT {{Id(Kind.Person, "N - 1")}}, 0, 'Latn', 'Nurgul Abdrakhmanova ' || CAST(N % 50000 AS TEXT)
            FROM Numbers WHERE N <= 500000;
            INSERT INTO PersonExternalIds (Source, ExternalId, PersonId)
            SELECT 'register', CAST(N AS TEXT), {{Id(Kind.Person, "N - 1")}} FROM Numbers WHERE N <= 200000;
            """;

    static string Admissions =>
        $$"""
            INSERT INTO Applications (Id, PersonId, CohortId, State, Version, CreatedAt)
            SELECT {{Id(Kind.Application, "N")}}, PersonId, CohortId,
                   CASE WHEN N % 5 < 3 THEN 'Enrolled'
                        WHEN N % 5 = 3 THEN CASE WHEN N < 990000 THEN 'Rejected' ELSE 'Submitted' END
                        ELSE CASE WHEN N < 990000 THEN 'Withdrawn' ELSE 'Draft' END END,
                   3, {{At}}
            FROM Numbers;
            INSERT INTO Enrollments (Id, PersonId, CohortId, ApplicationId, State, EnrolledOn, Version, CreatedAt)
            SELECT {{Id(Kind.Enrollment, "N")}}, PersonId, EnrolledIn,
                   CASE WHEN N % 5 < 3 THEN {{Id(Kind.Application, "N")}} END,
                   CASE WHEN N % 10 = 0 THEN 'Failed' WHEN N < 990000 THEN 'Completed' ELSE 'Active' END, {{Day}}, 2, {{At}}
            FROM Numbers;
            INSERT INTO AuditEvents (Id, At, ActorId, ActorRole, Action, SubjectId)
            SELECT {{Id(Kind.Event, "N")}}, {{At}}, 'registrar', 'Registrar', 'application.submit', {{Id(
                Kind.Application,
                "N"
            )}}
            FROM Numbers;
            INSERT INTO OutboxMessages
                (Id, PersonId, ApplicationId, SubjectId, SubjectVersion, Kind, Status, Attempts, DueAt, LeasedUntil, Version,
                 CreatedAt)
            SELECT {{Id(Kind.Message, "N")}}, PersonId, {{Id(Kind.Application, "N")}}, {{Id(
                Kind.Application,
                "N"
            )}}, 2, 'Submitted',
                   CASE WHEN N > 999900 THEN 'Waiting' WHEN N > 999890 THEN 'Sending' WHEN N % 1000 = 0 THEN 'Failed'
                        WHEN N % 50 = 0 THEN 'Undeliverable' ELSE 'Sent' END,
                   1, {{At}}, CASE WHEN N > 999890 AND N <= 999900 THEN {{At}} END, 3, {{At}}
            FROM Numbers;
            INSERT INTO IdempotencyKeys (CallerId, IdempotencyKey, RequestHash, Answer, CreatedAt)
            SELECT 'registrar', 'key-' || CAST(N AS TEXT), 'hash', '{}', {{At}} FROM Numbers WHERE N > 900000;
            """;

    static string Assessment =>
        $$"""
            INSERT INTO Marks (EnrollmentId, ComponentId, Attempt, State, Value, EnteredBy, EnteredAt, Version)
            SELECT {{Id(Kind.Enrollment, "N")}}, {{Id(Kind.Component, "N / 1000 % 200 + Part")}}, 1, 'Marked', 7500,
                   'instructor', {{At}}, 1
            FROM Numbers
            CROSS JOIN (SELECT 1 AS Part UNION ALL SELECT 201 UNION ALL SELECT 401 UNION ALL SELECT 601) Parts
            WHERE N > 800000;
            INSERT INTO MarkChanges
                (Id, EnrollmentId, ComponentId, Attempt, OldState, NewState, Reason, ChangedBy, ChangedAt)
            SELECT {{Id(Kind.MarkChange, "N")}}, {{Id(Kind.Enrollment, "N")}}, {{Id(
                Kind.Component,
                "N / 1000 % 200 + 1"
            )}},
                   1, 'Withheld', 'Marked', 'Recount', 'instructor', {{At}}
            FROM Numbers WHERE N > 800000 AND N % 20 = 0;
            INSERT INTO Results (EnrollmentId, SchemeId, Outcome, Mark, Reasons, ComputedAt)
            SELECT {{Id(Kind.Enrollment, "N")}}, {{Id(Kind.Scheme, "N / 1000 % 200 + 1")}},
                   CASE WHEN N % 10 = 0 THEN 'Fail' ELSE 'Pass' END, 7500, '[]', {{At}}
            FROM Numbers WHERE N > 800000;
            INSERT INTO LiftedVersions (SubjectId, Versions)
            SELECT {{Id(Kind.Enrollment, "N")}}, 2 FROM Numbers WHERE N > 800000;
            INSERT INTO ReleasedMarks
                (EnrollmentId, ComponentId, Attempt, State, Value, EnteredAt, ReleasedAt, Version)
            SELECT EnrollmentId, ComponentId, Attempt, State, Value, EnteredAt, {{At}}, Version FROM Marks;
            INSERT INTO ReleasedResults (EnrollmentId, State, SchemeId, Outcome, Mark, Reasons, ComputedAt, ReleasedAt)
            SELECT EnrollmentId, CASE WHEN Outcome = 'Fail' THEN 'Failed' ELSE 'Completed' END, SchemeId, Outcome, Mark,
                   Reasons, ComputedAt, {{At}}
            FROM Results;
            INSERT INTO BoardMeetings (Id, CenterId, MinutesNumber, HeldOn, Kind, SealedAt, Version, CreatedAt)
            SELECT {{Id(Kind.Meeting, "N")}}, {{Id(
                Kind.Center,
                "N % 10 + 1"
            )}}, 'M' || CAST(N AS TEXT), {{Day}}, 'Board', {{At}},
                   1, {{At}}
            FROM Numbers WHERE N <= 5000;
            INSERT INTO BoardDecisions (Id, MeetingId, EnrollmentId, Sequence, Decision, DecidedBy, DecidedAt)
            SELECT {{Id(Kind.Decision, "N")}}, {{Id(Kind.Meeting, "N / 201 + 1")}}, {{Id(Kind.Enrollment, "N")}}, 1,
                   CASE WHEN N % 10 = 0 THEN 'Fail' ELSE 'Pass' END, 'board', {{At}}
            FROM Numbers;
            """;

    /// <summary>Of ten enrollments one failed, and one's certificate was replaced by the tenth certificate.</summary>
    static string Register =>
        $$"""
            INSERT INTO Awards
                (Id, PersonId, CourseId, EnrollmentId, DecisionId, AwardClass, AwardedOn, Renewal, CreatedAt)
            SELECT {{Id(Kind.Award, "N")}}, PersonId, {{Id(Kind.Course, "N % 200 + 1")}}, {{Id(Kind.Enrollment, "N")}},
                   {{Id(Kind.Decision, "N")}}, 'Pass', {{Day}}, N / 500000, {{At}}
            FROM Numbers WHERE N % 10 <> 0;
            INSERT INTO SerialSeries (Id, DocumentType, CenterId, SerialYear, LastNumber)
            SELECT {{Id(Kind.Series, "N")}}, 'CERT', {{Id(Kind.Center, "N")}}, 2026, 100000 FROM Numbers WHERE N <= 10;
            INSERT INTO Certificates
                (Id, AwardId, IssueNumber, EnrollmentId, CohortId, SeriesId, SerialNumber, Serial, VerificationCode, State, Snapshot,
                 FileHash, IssuedAt, ReplacesId, Version, CreatedAt)
            SELECT {{Id(Kind.Certificate, "c.N")}}, {{Id(Kind.Award, "o.N")}},
                   CASE WHEN c.N <> o.N THEN 2 ELSE 1 END, {{Id(Kind.Enrollment, "o.N")}}, o.EnrolledIn,
                   {{Id(Kind.Series, "c.N % 10 + 1")}}, c.N / 10 + 1, 'S-' || CAST(c.N AS TEXT),
                   'V-' || CAST(c.N AS TEXT),
                   CASE WHEN c.N > 999990 THEN 'Prepared' WHEN c.N % 10 = 9 THEN 'Replaced'
                        WHEN c.N % 100 = 1 THEN 'Revoked' ELSE 'Issued' END,
                   '{}', 'hash', {{At}}, CASE WHEN c.N <> o.N THEN {{Id(Kind.Certificate, "o.N")}} END, 2, {{At}}
            FROM Numbers c
            JOIN Numbers o ON o.N = CASE WHEN c.N % 10 = 0 THEN c.N - 1 ELSE c.N END;
            INSERT INTO StatusLists (Number) SELECT N FROM Numbers WHERE N <= 11;
            INSERT INTO CertificateCredentials (CertificateId, StatusList, StatusIndex, Json, Token)
            SELECT {{Id(Kind.Certificate, "N")}}, N / 100000 + 1, N % 100000, '{}', 'token' FROM Numbers;
            INSERT INTO WalletOffers
                (CertificateId, State, CodeHash, TransactionHash, WrongCodes, MadeAt, EndsAt, TokenHash, Identified, Version)
            SELECT {{Id(Kind.Certificate, "N")}}, CASE WHEN N % 3 = 0 THEN 'Open' ELSE 'Redeemed' END,
                   'C-' || CAST(N AS TEXT), 'hash', 0, {{At}}, {{At}}, 'T-' || CAST(N AS TEXT), 0, 1
            FROM Numbers WHERE N % 2 = 0;
            """;

    public void Dispose()
    {
        if (TestDatabase.Engine == DatabaseEngine.PostgreSql)
        {
            using var pooled = new NpgsqlConnection($"{database.Options.ConnectionString};Command Timeout=0");
            NpgsqlConnection.ClearPool(pooled);
        }

        database.Dispose();
    }
}
