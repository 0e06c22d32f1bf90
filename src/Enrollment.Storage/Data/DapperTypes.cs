using Dapper;

namespace Enrollment.Storage.Data;

/// <summary>
/// How values travel between code and every engine. Dapper keeps its handlers globally, so they are engine-neutral: each
/// looks at the parameter it fills.
/// </summary>
static class DapperTypes
{
    static readonly Lazy<bool> Registered = new(Add);

    internal static void Register() => _ = Registered.Value;

    static bool Add()
    {
        Add(new GuidHandler());
        Add(new InstantHandler());
        Add(new DateHandler());
        Add(new HundredthsHandler());
        Add(new BooleanHandler());
        Add(new TimeOfDayHandler());
        return true;
    }

    static void Add<T>(ValueHandler<T> handler)
        where T : struct
    {
        // A built-in mapping wins over a handler, so both it and its nullable twin go first.
        SqlMapper.RemoveTypeMap(typeof(T));
        SqlMapper.RemoveTypeMap(typeof(T?));
        SqlMapper.AddTypeHandler(typeof(T), handler);
    }
}
