using System.Data.Common;
using Dapper;
using Enrollment.Data;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Architecture;

/// <summary>Every statement by its text and by SQLite's plan for it.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class StatementTests(StatementTests.MigratedDatabase database)
    : IClassFixture<StatementTests.MigratedDatabase>
{
    static readonly string[] bigTables =
    [
        "Applications",
        "Certificates",
        "Marks",
        "ReleasedMarks",
        "ReleasedResults",
        "Enrollments",
        "AuditEvents",
        "ScoreSets",
        "Scores",
        "OutboxMessages",
        "WalletOffers",
    ];

    /// <summary>What a request waits for while somebody looks at it: found by a key or an index, never by reading on.</summary>
    static readonly string[] hot =
    [
        "Admissions.ApplicationChange.Find",
        "Admissions.ApplicationChange.Update",
        "Admissions.ApplicationImportPlan.Find",
        "Admissions.EditDraftHandler.Update",
        "Admissions.EligibilityCheck.Awards",
        "Admissions.EligibilityCheck.Demand",
        "Admissions.GetApplicationHandler.ById",
        "Admissions.ListApplicationRecordsHandler.Applications",
        "Admissions.ListApplicationRecordsHandler.Names",
        "Admissions.ListApplicationRecordsHandler.References",
        "Admissions.ListApplicationsHandler.OfCohort",
        "Admissions.ListApplicationsHandler.OfPerson",
        "Assessments.CohortResults.Existing",
        "Assessments.CohortResults.Trainees",
        "Assessments.CohortMarks.Confirmations",
        "Assessments.GetTraineeResultHandler.Marks",
        "Assessments.GetTraineeResultHandler.ReleasedMarks",
        "Assessments.GetTraineeResultHandler.ReleasedResult",
        "Assessments.GetTraineeResultHandler.Result",
        "Assessments.ListMarksHandler.Marks",
        "Assessments.ListMarksHandler.Trainees",
        "Assessments.ListResultsHandler.Page",
        "Assessments.MarkBook.Update",
        "Assessments.DecisionBook.Trainee",
        "Assessments.CohortMarks.Marks",
        "Assessments.MarkRoll.Trainees",
        "Assessments.ReleaseLetters.OfCohort",
        "Assessments.ReleaseResultsHandler.CopyMarks",
        "Assessments.ReleaseResultsHandler.CopyResults",
        "Assessments.ReleaseResultsHandler.DropMarks",
        "Assessments.ReleaseResultsHandler.DropResults",
        "Assessments.ReleaseResultsHandler.Release",
        "Assessments.SchemeReader.CountMarked",
        "Assessments.SetMarkHandler.Attempts",
        "Assessments.SetMarkHandler.Place",
        "Audit.ListAuditEventsHandler.All",
        "Audit.ListAuditEventsHandler.OfSubject",
        "Certificates.AwardGate.Facts",
        "Certificates.ChangeCertificateHandler.Update",
        "Certificates.CompleteCertificatesHandler.EndReplaced",
        "Certificates.CompleteCertificatesHandler.Issue",
        "Certificates.FindPreparedHandler.ById",
        "Certificates.GetCertificateHandler.ById",
        "Certificates.IssuedLetters.FactsOfMany",
        "Certificates.ListCertificatesHandler.OfCohort",
        "Certificates.ListIssuableHandler.Issuable",
        "Certificates.ReplaceCertificateHandler.NoteReason",
        "Certificates.ReplaceCertificateHandler.Pending",
        "Certificates.VerifyCertificateHandler.ByCode",
        "Wallets.CollectCredentialHandler.Note",
        "Wallets.RedeemWalletOfferHandler.Redeem",
        "Wallets.WalletOfferRow.ByCode",
        "Wallets.WalletOfferRow.ByToken",
        "Enrollments.ChangeEnrollmentHandler.Update",
        "Enrollments.GetEnrollmentHandler.ById",
        "Enrollments.EnrollmentSight.ReleasedState",
        "Enrollments.ImportEnrollmentsHandler.Find",
        "Enrollments.ListEnrollmentsHandler.Page",
        "Enrollments.TraineeEnrollment.SetOutcome",
        "Selection.ListReviewsHandler.OfReviewer",
        "Selection.RankingReader.Applications",
        "Selection.RankingReader.Pending",
        "Selection.RankingReader.Standing",
        "Selection.ScoreBook.Case",
        "Selection.ScoreBook.OthersScores",
        "Selection.ScoreBook.OwnScores",
        "Messages.ClaimMessageHandler.Claim",
        "Messages.ClaimMessageHandler.Facts",
        "Messages.ListDueMessagesHandler.Abandoned",
        "Messages.ListDueMessagesHandler.Waiting",
        "Messages.ListMessagesHandler.OfApplication",
        "Messages.ListMessagesHandler.OfPerson",
        "Messages.Outbox.Insert",
        "Messages.Outbox.InsertEvent",
        "Messages.PersonMessages.Follow",
        "Messages.TraineeOutbox.InsertMany",
        "Messages.SettleMessageHandler.Settle",
    ];

    public static TheoryData<string> Names => new(Statements.All.Select(s => s.Name));

    public static TheoryData<string> HotNames => new(hot);

    [Fact]
    public void The_statements_are_found()
    {
        Statements.All.Count.ShouldBeGreaterThan(70);
        Statements.All.Select(s => s.Name).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_statement_compiles_on_the_migrated_schema(string name) => Plan(Find(name).Sql).ShouldNotBeNull();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_statement_stays_within_what_every_engine_runs(string name) =>
        Statements.Forbidden(Find(name).Sql.Text).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_statement_that_starts_after_a_key_is_paged_and_one_that_is_paged_is_in_order(string name)
    {
        var sql = Find(name).Sql;
        if (sql.Text.Contains("> @After", StringComparison.Ordinal))
            sql.Paged.ShouldBeTrue();
        if (sql.Paged)
            sql.Text.TrimEnd().Split('\n')[^1].ShouldContain("ORDER BY");
    }

    [Theory]
    [MemberData(nameof(HotNames))]
    public void A_statement_that_somebody_waits_for_scans_no_big_table(string name) =>
        Scans(Find(name).Sql).ShouldBeEmpty();

    [Fact]
    public void A_statement_with_a_misspelled_column_is_caught()
    {
        var breach = Statements.Of([typeof(Breach.Statements)]).ShouldHaveSingleItem();
        Should.Throw<SqliteException>(() => Plan(breach.Sql)).Message.ShouldContain("Idd");
    }

    [Theory]
    [InlineData("SELECT Id FROM Peopel WHERE Id = @Id")]
    [InlineData("SELECT Id FROM People WHERE (Id = @Id")]
    [InlineData("INSERT INTO People (Id, Version) VALUES (@Id)")]
    public void A_statement_that_does_not_compile_is_caught(string text) =>
        Should.Throw<SqliteException>(() => Plan(new Sql(text)));

    [Theory]
    [InlineData("SELECT Id FROM Applications WHERE Statement = @Text", "Applications")]
    [InlineData("SELECT a.Id FROM People p JOIN Certificates a ON a.Reason = p.Email", "Certificates")]
    public void A_scan_of_a_big_table_is_caught(string text, string table) =>
        Scans(new Sql(text)).ShouldContain(line => line.Contains(table, StringComparison.OrdinalIgnoreCase));

    [Theory]
    [InlineData("SELECT Id FROM People LIMIT 1", "LIMIT")]
    [InlineData("SELECT TOP 1 Id FROM People", "TOP")]
    [InlineData("SELECT Id FROM People ORDER BY Id OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY", "OFFSET")]
    [InlineData("SELECT Id FROM People ORDER BY Id FETCH FIRST 1 ROWS ONLY", "FETCH")]
    [InlineData("INSERT INTO People (Id) VALUES (@Id) RETURNING Id", "RETURNING")]
    [InlineData("UPDATE People SET Version = 1 OUTPUT inserted.Id", "OUTPUT")]
    [InlineData("INSERT INTO People (Id) VALUES (@Id) ON CONFLICT DO NOTHING", @"ON\s+CONFLICT")]
    [InlineData("MERGE INTO People p USING x ON 1 = 1", "MERGE")]
    [InlineData("SELECT [Id] FROM People", "brackets")]
    [InlineData("SELECT Id FROM People WHERE TRUE", "TRUE")]
    [InlineData("SELECT Id FROM People WHERE x = false", "FALSE")]
    [InlineData("SELECT Email || Phone FROM People", "||")]
    [InlineData("SELECT 'a' + Email FROM People", "string +")]
    [InlineData("SELECT Email + 'a' FROM People", "string +")]
    [InlineData("SELECT \"Id\" FROM People", "quoted identifier")]
    [InlineData("SELECT IIF(Id = @Id, 1, 0) FROM People", "IIF")]
    [InlineData("SELECT MAX(Id) FROM People", "MAX or MIN of an id")]
    [InlineData("SELECT MIN( n.PersonId ) FROM PersonNames n", "MAX or MIN of an id")]
    [InlineData("SELECT Id FROM SchemeComponents WHERE MustPass = 1", "boolean literal compared")]
    [InlineData("SELECT Id FROM People WHERE Id IN @Ids", "list parameter")]
    [InlineData("DELETE FROM People; DELETE FROM Centers", "several statements")]
    public void A_word_that_not_every_engine_takes_is_caught(string text, string word) =>
        Statements.Forbidden(text).ShouldContain(word);

    [Fact]
    public void A_word_within_a_literal_or_a_longer_name_is_fine() =>
        Statements
            .Forbidden("SELECT MAX(d.Sequence), 'LIMIT [1]' FROM TopLevels d WHERE Limits = @Offset_")
            .ShouldBeEmpty();

    static Statement Find(string name) => Statements.All.Single(s => s.Name == name);

    IEnumerable<string> Scans(Sql sql)
    {
        var aliases = Aliases(sql.Text).ToLookup(a => a.Alias, a => a.Table, StringComparer.OrdinalIgnoreCase);
        return Plan(sql)
            // An automatic index is made for one statement by reading the whole table.
            .Where(line =>
                line.StartsWith("SCAN ", StringComparison.Ordinal)
                || line.Contains("AUTOMATIC", StringComparison.Ordinal)
            )
            .Where(line =>
            {
                var named = line.Split(' ')[1];
                return aliases[named].Append(named).Intersect(bigTables, StringComparer.OrdinalIgnoreCase).Any();
            })
            .Select(line => $"{line} ({string.Join(", ", aliases[line.Split(' ')[1]])})");
    }

    static IEnumerable<(string Alias, string Table)> Aliases(string text) =>
        System
            .Text.RegularExpressions.Regex.Matches(text, @"\b(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)(?:\s+(\w+))?")
            .Select(m => (m.Groups[2].Success ? m.Groups[2].Value : m.Groups[1].Value, m.Groups[1].Value));

    /// <summary>Compiles the statement, every parameter null, and answers SQLite's plan for it.</summary>
    List<string> Plan(Sql sql)
    {
        var text = sql.Paged ? $"{sql.Text}\n{database.RowLimit}" : sql.Text;
        var parameters = new DynamicParameters();
        foreach (var name in Statements.Parameters(text))
            parameters.Add(name, null);
        return
        [
            .. database.Connection.Query<PlanRow>($"EXPLAIN QUERY PLAN {text}", parameters).Select(row => row.Detail),
        ];
    }

    sealed record PlanRow
    {
        public string Detail { get; init; } = "";
    }

    /// <summary>Nothing is written, so all tests of the class share it.</summary>
    public sealed class MigratedDatabase : IAsyncLifetime
    {
        readonly TestSystem system = new();

        internal DbConnection Connection { get; private set; } = null!;

        internal string RowLimit => system.Engine.RowLimit;

        public async ValueTask InitializeAsync() =>
            Connection = await system.Engine.OpenReaderAsync(TestContext.Current.CancellationToken);

        public async ValueTask DisposeAsync()
        {
            await Connection.DisposeAsync();
            await system.DisposeAsync();
        }
    }
}
