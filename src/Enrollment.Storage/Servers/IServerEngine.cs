using Enrollment.Data;

namespace Enrollment.Storage.Servers;

/// <summary>An engine that is reached over the network and runs many transactions at once.</summary>
interface IServerEngine : IDatabaseEngine
{
    /// <summary>As metrics name it.</summary>
    string Name { get; }
}
