using System.Data;
using Enrollment.Storage.Data;
using Microsoft.Data.Sqlite;

namespace Enrollment.Storage.Sqlite;

/// <summary>A connection whose commands send every value in the form that the database keeps.</summary>
class EnrollmentConnection(string connectionString) : SqliteConnection(connectionString)
{
    public override SqliteCommand CreateCommand() =>
        new EnrollmentCommand
        {
            Connection = this,
            CommandTimeout = DefaultTimeout,
            Transaction = Transaction,
        };
}

/// <summary>
/// Dapper doesn't ask the type handlers about the items of a list (IN @ids), and the client library has forms of its own
/// (upper-case ids): a list would find nothing.
/// </summary>
sealed class EnrollmentCommand : SqliteCommand
{
    public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
    {
        foreach (SqliteParameter parameter in Parameters)
        {
            parameter.Value = parameter.Value switch
            {
                Guid id => SqliteForm.Of(id),
                DateTimeOffset instant => SqliteForm.Of(instant),
                DateOnly date => SqliteForm.Of(date),
                decimal number => HundredthsHandler.Hundredths(number),
                var other => other,
            };
        }

        return base.ExecuteReader(behavior);
    }
}
