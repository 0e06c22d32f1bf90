using System.Data;
using System.Data.Common;
using Enrollment.Storage.Copying;
using Microsoft.Data.SqlClient;

namespace Enrollment.Storage.SqlServer;

/// <summary>Many rows in one INSERT: the client library's bulk copy doesn't work against every server of the protocol.</summary>
sealed class SqlServerCopy : CopyEngine
{
    const int MostRows = 1000;

    // 2,100 are allowed, and the call itself takes two.
    const int MostParameters = 2000;

    // Longer texts are sent as NVARCHAR(MAX).
    const int LongestInPlace = 4000;

    internal override string HoldStill(IReadOnlyList<CopyTable> tables) =>
        string.Join(
            "\n",
            tables
                .Select(table => $"SELECT COUNT(*) FROM {table.Name} WITH (TABLOCK, HOLDLOCK);")
                .Prepend("BEGIN TRANSACTION;")
                .Prepend("SET LOCK_TIMEOUT 5000;")
        );

    protected override int RowsPerStatement(CopyTable table) =>
        Math.Min(MostRows, MostParameters / table.Columns.Count);

    protected override void Set(DbParameter parameter, CopyColumn column, object? value)
    {
        base.Set(parameter, column, value);
        // One of two sizes, so that the server keeps one plan instead of one for every mixture of lengths.
        if (parameter is SqlParameter { SqlDbType: SqlDbType.NVarChar } sized)
            sized.Size = value is string { Length: > LongestInPlace } ? -1 : LongestInPlace;
    }
}
