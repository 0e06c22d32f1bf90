using System.Data;
using Dapper;

namespace Enrollment.Storage.Data;

/// <summary>
/// Beside Dapper's own base class for one reason: a null that is a row's only value reaches a handler, and there it is a
/// null, not a value that can't be parsed.
/// </summary>
abstract class ValueHandler<T> : SqlMapper.ITypeHandler
    where T : struct
{
    protected abstract void SetValue(IDbDataParameter parameter, T value);

    protected abstract T Parse(object value);

    public void SetValue(IDbDataParameter parameter, object value)
    {
        if (value is T known)
            SetValue(parameter, known);
        else
            parameter.Value = DBNull.Value;
    }

    public object? Parse(Type destinationType, object value) => value is DBNull ? null : Parse(value);
}
