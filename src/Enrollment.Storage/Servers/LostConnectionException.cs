using System.Data.Common;

namespace Enrollment.Storage.Servers;

/// <summary>
/// The connection broke under a statement. Client libraries say so in many ways, also by exceptions that elsewhere mean a
/// bug: "not open", "already completed", "disposed".
/// </summary>
sealed class LostConnectionException(Exception innerException)
    : DbException("The connection to the database broke.", innerException);
