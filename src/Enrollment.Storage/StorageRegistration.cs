using Enrollment.Data;
using Enrollment.Storage.Data;
using Enrollment.Storage.Files;
using Enrollment.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Enrollment.Storage;

/// <summary>Registers the embedded database, its migrator and the file store.</summary>
public static class StorageRegistration
{
    /// <summary>
    /// The program calls <see cref="Migrator.Apply"/> before its first request. Disposing the container finishes the
    /// commands that wait.
    /// </summary>
    public static IServiceCollection AddEnrollmentStorage(this IServiceCollection services, StorageOptions options)
    {
        DapperTypes.Register();
        services.AddSingleton(options);
        services.AddSingleton(_ => new Migrator(options));
        services.AddSingleton<IDatabaseEngine>(_ => new SqliteEngine(options.DatabasePath));
        services.AddSingleton<IUnitOfWork>(_ => new SqliteWriterLane(options.DatabasePath));
        services.AddSingleton<IFileStore>(_ => new DirectoryFileStore(options.FilesPath));
        return services;
    }
}
