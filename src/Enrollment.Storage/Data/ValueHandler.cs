using System.Data;
using Dapper;

namespace Enrollment.Storage.Data;

/// <summary>
/// Beside Dapper's own base class for two reasons: a null that is a row's only value reaches a handler, and there it is
/// a null, not a value that can't be parsed; and a null that is sent has its type, without which PostgreSQL doesn't know
/// what <c>@p IS NULL</c> asks about.
/// </summary>
abstract class ValueHandler<T> : SqlMapper.ITypeHandler
    where T : struct
{
    /// <summary>Sets the parameter's type and answers the value in the form that its engine takes.</summary>
    protected abstract object Write(IDbDataParameter parameter, T value);

    protected abstract T Parse(object value);

    public void SetValue(IDbDataParameter parameter, object value)
    {
        var written = Write(parameter, value as T? ?? default);
        parameter.Value = value is T ? written : DBNull.Value;
    }

    public object? Parse(Type destinationType, object value) => value is DBNull ? null : Parse(value);
}
