using Enrollment.Storage;
using Xunit.v3;

namespace Enrollment.Tests.Testing;

/// <summary>
/// Leaves a test or class to the passes of the engines that it names; without it they run on every engine. What has
/// nothing to do with a database names SQLite, whose pass is the first. The pass of an engine leaves out what has the
/// trait <c>NotOn</c> with its name.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
sealed class OnlyOnAttribute(params DatabaseEngine[] engines) : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() =>
        [
            .. Enum.GetValues<DatabaseEngine>()
                .Except(engines)
                // As build/test.sh names them; traits are compared without regard to case.
                .Select(engine => KeyValuePair.Create("NotOn", engine.ToString())),
        ];
}
