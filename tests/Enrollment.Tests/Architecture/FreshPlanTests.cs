using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Architecture;

/// <summary>
/// What the embedded engine does without statistics, which it has none of before somebody asks for them: a new installation
/// grows like that.
/// </summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class FreshPlanTests(FreshPlanTests.Fresh database) : IClassFixture<FreshPlanTests.Fresh>
{
    public static TheoryData<string> Names => PlanTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_statement_finds_its_rows_by_an_index_without_statistics(string name)
    {
        var sql = Statements.All.Single(s => s.Name == name).Sql;
        PlanTests.Offenses(database.Plans.Reads(sql), sql).ShouldBeEmpty();
    }

    /// <summary>A state is a value of an index, and yet nearly all certificates have the same one.</summary>
    [Theory]
    [InlineData("Certificates.VerifyCertificateHandler.ByCode")]
    [InlineData("Certificates.VerifyFileHandler.ByHash")]
    [InlineData("Certificates.VerifySerialHandler.BySerial")]
    public void A_verification_never_goes_through_all_certificates_in_a_state(string name)
    {
        var reads = database.Plans.Reads(Statements.All.Single(s => s.Name == name).Sql).ToList();
        reads.ShouldContain(read => read.Line.Contains("IX_Awards_Renews", StringComparison.Ordinal));
        reads.ShouldAllBe(read => !read.Line.Contains("State=", StringComparison.Ordinal));
    }

    public sealed class Fresh : IDisposable
    {
        readonly TestDatabase rows = new();
        readonly SqliteConnection connection;

        public Fresh()
        {
            connection = new($"Data Source={rows.Options.DatabasePath};Pooling=False");
            connection.Open();
            Plans = new QueryPlans(connection);
        }

        internal QueryPlans Plans { get; }

        public void Dispose()
        {
            connection.Dispose();
            rows.Dispose();
        }
    }
}
