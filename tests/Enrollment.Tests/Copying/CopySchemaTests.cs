using System.Data;
using System.Data.Common;
using Dapper;
using Enrollment.Storage;
using Enrollment.Storage.Copying;
using Enrollment.Storage.Migrations;
using Enrollment.Storage.SqlServer;
using Enrollment.Tests.Architecture;
using Enrollment.Tests.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Copying;

/// <summary>What is copied is what the database has.</summary>
public sealed class CopySchemaTests
{
    static readonly string[] types = ["guid", "instant", "date", "code", "name", "text", "int", "long"];

    [Fact]
    public void Every_table_column_type_and_key_of_the_database_is_known()
    {
        using var database = new TestDatabase();
        new Migrator(database.Options).Apply();
        var target = MigrationTarget.Of(database.Options);
        using var connection = target.Open();
        connection.Execute(
            $"CREATE TABLE Probe ({string.Join(", ", types.Select(t => $"Type_{t} {target.Engine.Types[$"${{{t}}}"]}"))})"
        );
        var named = Columns(connection, "Probe").ToDictionary(column => column.Name["Type_".Length..], c => c.Type);

        foreach (var table in Copies.Tables)
        {
            var found = Columns(connection, table.Name);
            found
                .Select(column => (column.Name, column.Type))
                .ShouldBe(table.Columns.Select(c => (c.Name.ToUpperInvariant(), named[c.Type.ToUpperInvariant()])));
            var key =
                TestDatabase.Engine == DatabaseEngine.SqlServer
                    ? KeyOnSqlServer(connection, table.Name)
                    : found.Where(column => column.IsKey).Select(column => column.Name);
            key.ShouldBe(table.Key.Select(name => name.ToUpperInvariant()), ignoreOrder: true);
        }

        TableNames(connection)
            .Select(name => name.ToUpperInvariant())
            .Except(["CHANGELOG", "PROBE"])
            .ShouldBe(Copies.Tables.Select(table => table.Name.ToUpperInvariant()), ignoreOrder: true);
    }

    [Fact]
    public void The_tables_that_refer_to_themselves_are_known() =>
        Copies
            .Tables.Where(table => table.Parent is not null)
            .Select(table => (table.Name, table.Columns[table.Parent!.Value].Name))
            .ShouldBe([
                ("People", "MergedIntoId"),
                ("Applications", "DeferredToId"),
                ("Enrollments", "TransferredToId"),
                ("Awards", "RenewsId"),
                ("Certificates", "ReplacesId"),
            ]);

    [Fact]
    public void A_table_that_is_made_anew_is_known_as_it_is_now()
    {
        var table = Of(
                "CREATE TABLE Pairs (\n    A ${guid} NOT NULL PRIMARY KEY,\n    B ${int} NULL\n)${options};",
                "DROP TABLE Pairs;",
                "CREATE TABLE Pairs (\n    A ${guid} NOT NULL PRIMARY KEY,\n    C ${long} NULL\n)${options};"
            )
            .ShouldHaveSingleItem();

        table.Columns.Select(column => column.Name).ShouldBe(["A", "C"]);
    }

    [Fact]
    public void A_column_that_a_later_migration_adds_is_the_tables_last()
    {
        var table = Of(
                "-- CREATE TABLE No (\nCREATE TABLE Pairs (\n    A ${guid} NOT NULL,\n    B ${int} NULL, -- C ${int}\n"
                    + "    CONSTRAINT PK_Pairs PRIMARY KEY (B, A)\n)${options};",
                "ALTER TABLE Pairs ADD D ${long} NOT NULL DEFAULT 0;\nCREATE UNIQUE INDEX UQ_D ON Pairs (D);"
            )
            .ShouldHaveSingleItem();

        table.Name.ShouldBe("Pairs");
        table.Columns.Select(c => (c.Name, c.Type)).ShouldBe([("A", "guid"), ("B", "int"), ("D", "long")]);
        table.Key.ShouldBe(["B", "A"]);
    }

    [Fact]
    public void A_table_comes_after_a_younger_one_that_an_added_column_refers_to()
    {
        using var directory = new TemporaryDirectory();
        var script = new MigrationFile(1, directory.File("1"));
        File.WriteAllText(
            script.Path,
            """
            CREATE TABLE Olds (
                Id ${guid} NOT NULL PRIMARY KEY,
                BeforeId ${guid} NULL REFERENCES Olds (Id)
            )${options};
            CREATE TABLE Youngs (
                Id ${guid} NOT NULL PRIMARY KEY
            )${options};
            ALTER TABLE Olds ADD YoungId ${guid} NULL REFERENCES Youngs (Id);
            """
        );

        CopySchema.Of([script]).Select(table => table.Name).ShouldBe(["Youngs", "Olds"]);
    }

    /// <summary>The tables that migrations with these texts make.</summary>
    static IReadOnlyList<CopyTable> Of(params string[] scripts)
    {
        using var directory = new TemporaryDirectory();
        var files = scripts.Select((script, number) => new MigrationFile(number, directory.File($"{number}"))).ToList();
        foreach (var (file, script) in files.Zip(scripts))
            File.WriteAllText(file.Path, script);
        return CopySchema.Of(files);
    }

    [Fact]
    public void The_statements_for_SQL_Server_are_statements_there()
    {
        TransactSql.Errors(new SqlServerCopy().HoldStill(Copies.Tables)).ShouldBeEmpty();
        foreach (var table in Copies.Tables)
        {
            TransactSql.Errors(table.SelectInOrder).ShouldBeEmpty();
            TransactSql.Errors(CopyEngine.InsertText(table, rows: 3)).ShouldBeEmpty();
        }
    }

    static List<(string Name, string Type, bool IsKey)> Columns(DbConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table}";
        using var reader = command.ExecuteReader(CommandBehavior.KeyInfo);
        var schema = reader.GetSchemaTable()!;
        return
        [
            .. schema
                .Rows.Cast<DataRow>()
                .Select(row =>
                    (
                        ((string)row["ColumnName"]).ToUpperInvariant(),
                        reader.GetDataTypeName((int)row["ColumnOrdinal"]),
                        row["IsKey"] is true
                    )
                ),
        ];
    }

    // Not every server of the protocol tells the client of keys.
    static IEnumerable<string> KeyOnSqlServer(DbConnection connection, string table) =>
        connection.Query<string>(
            """
            SELECT UPPER(k.COLUMN_NAME)
            FROM INFORMATION_SCHEMA.KEY_COLUMN_USAGE k
            JOIN INFORMATION_SCHEMA.TABLE_CONSTRAINTS c ON c.CONSTRAINT_NAME = k.CONSTRAINT_NAME
            WHERE c.CONSTRAINT_TYPE = 'PRIMARY KEY' AND UPPER(k.TABLE_NAME) = UPPER(@table)
            """,
            new { table }
        );

    static IEnumerable<string> TableNames(DbConnection connection) =>
        TestDatabase.Engine == DatabaseEngine.Sqlite
            ? connection.Query<string>(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
            )
            : connection.Query<string>(
                "SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema', 'sys')"
            );
}
