using Npgsql;

namespace Enrollment.Storage.PostgreSql;

static class PostgreSqlConnections
{
    /// <summary>The connection string with what it leaves open. Throws what it can't be read for.</summary>
    internal static string WithDefaults(string connectionString)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            throw new DatabaseSetupException(
                $"Enrollment:Database:ConnectionString can't be read: {unreadable.Message.ReplaceLineEndings(" ")} "
                    + "It reads KEY=VALUE;KEY=VALUE; a value with a semicolon in it stands in quotes.",
                unreadable
            );
        }

        if (string.IsNullOrEmpty(builder.Host))
        {
            throw new DatabaseSetupException(
                "Enrollment:Database:ConnectionString names no server: "
                    + "Host=db.example.org;Database=enrollment;Username=enrollment;Password=..."
            );
        }

        // ShouldSerialize asks what the string says; ContainsKey would be true of whatever it could say.
        // Encrypted, and to the server that the certificate names, unless somebody said otherwise.
        if (!builder.ShouldSerialize("SSL Mode"))
            builder.SslMode = SslMode.VerifyFull;
        // Below the server's default of 100 connections, some of which are kept for administrators.
        if (!builder.ShouldSerialize("Maximum Pool Size"))
            builder.MaxPoolSize = 64;
        if (!builder.ShouldSerialize("Max Auto Prepare"))
            (builder.MaxAutoPrepare, builder.AutoPrepareMinUsages) = (256, 2);
        if (!builder.ShouldSerialize("Application Name"))
            builder.ApplicationName = "Enrollment";
        builder.Timezone = "UTC";
        return builder.ConnectionString;
    }
}
