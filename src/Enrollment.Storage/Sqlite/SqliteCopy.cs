using Enrollment.Storage.Copying;

namespace Enrollment.Storage.Sqlite;

/// <summary>SQLite has one writer at a time, so taking its place is enough.</summary>
sealed class SqliteCopy : CopyEngine
{
    internal override string HoldStill(IReadOnlyList<CopyTable> tables) => "BEGIN IMMEDIATE";

    // There is no way to a server to save: one statement, prepared once, is the fastest.
    protected override int RowsPerStatement(CopyTable table) => 1;
}
