using Microsoft.Data.SqlClient;

namespace Enrollment.Storage.SqlServer;

static class SqlServerConnections
{
    /// <summary>
    /// The connection string with what it leaves open. The client library itself encrypts and verifies the server's
    /// certificate unless it is told otherwise. Throws what the string can't be read for.
    /// </summary>
    internal static string WithDefaults(string connectionString)
    {
        SqlConnectionStringBuilder builder;
        try
        {
            builder = new SqlConnectionStringBuilder(connectionString);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            throw new DatabaseSetupException(
                $"Enrollment:Database:ConnectionString can't be read: {unreadable.Message.ReplaceLineEndings(" ")} "
                    + "It reads KEY=VALUE;KEY=VALUE; a value with a semicolon in it stands in quotes.",
                unreadable
            );
        }

        if (string.IsNullOrEmpty(builder.DataSource))
        {
            throw new DatabaseSetupException(
                "Enrollment:Database:ConnectionString names no server: "
                    + "Server=db.example.org;Database=enrollment;User ID=enrollment;Password=..."
            );
        }

        if (!builder.ShouldSerialize("Max Pool Size"))
            builder.MaxPoolSize = 64;
        if (!builder.ShouldSerialize("Application Name"))
            builder.ApplicationName = "Enrollment";
        return builder.ConnectionString;
    }
}
