using System.Data.Common;
using System.Text.RegularExpressions;
using Enrollment.Data;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Architecture;

/// <summary>
/// What each engine does for each statement once there are a million applications and certificates, by its own plan. No
/// statement that a request waits for reads a table that grows from end to end.
/// </summary>
[OnlyOn(DatabaseEngine.Sqlite, DatabaseEngine.PostgreSql)]
public sealed partial class PlanTests(PlanTests.YearsOld database) : IClassFixture<PlanTests.YearsOld>
{
    /// <summary>These get rows with every trainee.</summary>
    static readonly string[] growing =
    [
        "Appeals",
        "ApplicationDocuments",
        "Applications",
        "Attendance",
        "AttendanceChanges",
        "AuditEvents",
        "Awards",
        "BoardDecisions",
        "CertificateCredentials",
        "CertificateReviews",
        "Certificates",
        "CircumstanceClaims",
        "CohortSessions",
        "DocumentContents",
        "Enrollments",
        "Extensions",
        "IdempotencyKeys",
        "InterviewBookings",
        "InterviewSlots",
        "LiftedVersions",
        "MatchProposals",
        "MarkChanges",
        "Marks",
        "OfferConditions",
        "OutboxMessages",
        "OfferRoundRows",
        "People",
        "PersonBackgrounds",
        "PersonExternalIds",
        "PersonLanguages",
        "PersonQualifications",
        "PersonMatchKeys",
        "PersonNameWords",
        "PersonMergeRows",
        "PersonMerges",
        "PersonNames",
        "PersonNationalNumbers",
        "ReleasedMarks",
        "ReleasedResults",
        "Results",
        "RoundChoices",
        "ReviewAssignments",
        "ScoreSets",
        "Scores",
        "SecondMarkings",
        "WalletOffers",
    ];

    /// <summary>A report on all that there is reads all that there is.</summary>
    static readonly string[] reports = ["Insight.ReportAgreementHandler.Report"];

    public static TheoryData<string> Names => new(Statements.All.Select(s => s.Name).Except(reports));

    [Fact]
    public void There_are_a_million_applications_and_as_many_certificates()
    {
        Count("Applications").ShouldBe(1_000_000);
        Count("Certificates").ShouldBe(1_000_000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_statement_finds_its_rows_among_a_million_by_an_index(string name) =>
        Offenses(Statements.All.Single(s => s.Name == name).Sql).ShouldBeEmpty();

    [Theory]
    [InlineData("SELECT Id FROM Applications WHERE Statement = @Statement", "Applications")]
    [InlineData("SELECT a.Id FROM People p JOIN Certificates a ON a.Reason = p.Email WHERE p.Id = @Id", "Certificates")]
    [InlineData("SELECT COUNT(*) FROM Enrollments", "Enrollments")]
    [InlineData("SELECT Id FROM Certificates ORDER BY VerificationCode", "Certificates")]
    [InlineData("UPDATE Marks SET ReleasedAt = @Now WHERE EnteredBy = @EnteredBy", "Marks")]
    [InlineData("UPDATE Marks SET ReleasedAt = @Now WHERE Attempt = @Attempt", "Marks")]
    [InlineData("DELETE FROM People WHERE Email = @Email", "People")]
    public void A_statement_that_reads_a_whole_table_is_caught(string text, string table) =>
        Offenses(new Sql(text)).ShouldContain(read => Is(read, table));

    [Fact]
    public void A_page_that_may_have_to_be_looked_for_among_all_rows_is_caught()
    {
        const string Text =
            "SELECT Id FROM Applications WHERE Id > @After AND (@Reason IS NULL OR Reason = @Reason) ORDER BY Id";
        Offenses(new Sql(Text) { Paged = true }).ShouldContain(read => Is(read, "Applications"));
    }

    [Fact]
    public void A_page_of_all_rows_in_the_order_of_their_keys_is_fine()
    {
        const string Text = "SELECT Id, Reason FROM Applications WHERE Id > @After ORDER BY Id";
        Offenses(new Sql(Text) { Paged = true }).ShouldBeEmpty();
    }

    static bool Is(TableRead read, string table) =>
        string.Equals(read.Table, table, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The reads of growing tables that take the longer the more rows there are. A range of keys is fine where a page ends
    /// it (the statement is paged and passes over no row) or where it has both ends (the page that was read just before).
    /// </summary>
    IEnumerable<TableRead> Offenses(Sql sql) => Offenses(database.Reads(sql), sql);

    internal static IEnumerable<TableRead> Offenses(IEnumerable<TableRead> reads, Sql sql) =>
        reads
            .Where(read => growing.Contains(read.Table, StringComparer.OrdinalIgnoreCase))
            .Where(read =>
                read.By == ReadBy.Everything
                || (read.By == ReadBy.Range && !HasBothEnds(read) && !(sql.Paged && KeyAlone().IsMatch(sql.Text)))
            );

    static bool HasBothEnds(TableRead read) =>
        read.Line.Contains(">=", StringComparison.Ordinal) && read.Line.Contains("<=", StringComparison.Ordinal);

    long Count(string table)
    {
        using var command = database.Connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    [GeneratedRegex(@"WHERE (\w+\.)?Id > @After(\s+AND \w+\.PersonId > @After)?\s+ORDER BY")]
    private static partial Regex KeyAlone();

    /// <summary>Made once; nothing is written, so all tests of the class share it.</summary>
    public sealed class YearsOld : IAsyncLifetime
    {
        MillionRows? rows;
        QueryPlans? plans;

        internal DbConnection Connection { get; private set; } = null!;

        internal IEnumerable<TableRead> Reads(Sql sql) => plans!.Reads(sql);

        public ValueTask InitializeAsync()
        {
            rows = new MillionRows();
            Connection = rows.Open();
            plans = new QueryPlans(Connection);
            return ValueTask.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            if (rows is null)
                return;

            await Connection.DisposeAsync();
            rows.Dispose();
        }
    }
}
