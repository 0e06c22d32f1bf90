using System.Data.Common;
using System.Globalization;

namespace Enrollment.Storage.Data;

/// <summary>Plain statements for what runs before there is a pipeline.</summary>
static class PlainSql
{
    internal static void Execute(this DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The first value of the first row; null for NULL.</summary>
    internal static object? Value(this DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is var value and not DBNull ? value : null;
    }

    internal static string Text(this DbConnection connection, string sql) =>
        Convert.ToString(connection.Value(sql), CultureInfo.InvariantCulture) ?? "";

    internal static bool IsTrue(this DbConnection connection, string sql) =>
        Convert.ToInt64(connection.Value(sql), CultureInfo.InvariantCulture) > 0;
}
