using Enrollment.Admissions.Documents;
using Enrollment.Data;
using Enrollment.Enrollments.Attendance;
using Enrollment.People;
using Enrollment.Storage.Data;
using Enrollment.Storage.Files;
using Enrollment.Storage.People;
using Enrollment.Storage.PostgreSql;
using Enrollment.Storage.Scanning;
using Enrollment.Storage.Servers;
using Enrollment.Storage.Sqlite;
using Enrollment.Storage.SqlServer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Enrollment.Storage;

/// <summary>Registers the database, its migrator and the file store.</summary>
public static class StorageRegistration
{
    /// <summary>
    /// The program calls <see cref="Migrator.Apply"/> before its first request, and then asks for
    /// <see cref="INationalNumberVault"/>, which finds a wrong or missing secret before anybody needs it. Disposing the container finishes the
    /// commands that wait.
    /// </summary>
    /// <exception cref="DatabaseSetupException">The connection string can't be read.</exception>
    public static IServiceCollection AddEnrollmentStorage(this IServiceCollection services, StorageOptions options)
    {
        DapperTypes.Register();
        services.AddSingleton(options);
        services.AddSingleton(_ => new Migrator(options));
        services.AddSingleton<IFileStore>(_ => new DirectoryFileStore(options.FilesPath));
        services.AddSingleton<IDocumentStore>(_ => new DirectoryFileStore(options.DocumentsPath));
        services.AddSingleton<IDocumentScanner>(_ =>
            options.ClamAv is { } address ? new ClamAvScanner(address) : new NoScanner()
        );
        services.AddSingleton(provider => new IdentityKeyring(
            new IdentitySecrets(
                options,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetService<ILogger<IdentitySecrets>>() ?? NullLogger<IdentitySecrets>.Instance
            ).Open()
        ));
        services.AddSingleton<INationalNumberVault>(provider => new NationalNumberVault(
            provider.GetRequiredService<IdentityKeyring>().Secrets
        ));
        services.AddSingleton<ICheckInKeys>(provider => new CheckInKeys(
            provider.GetRequiredService<IdentityKeyring>().Secrets[0]
        ));
        return options.Engine switch
        {
            DatabaseEngine.Sqlite => services
                .AddSingleton<IDatabaseEngine>(_ => new SqliteEngine(options.DatabasePath))
                .AddSingleton<IUnitOfWork>(_ => new SqliteWriterLane(options.DatabasePath)),
            DatabaseEngine.PostgreSql => services.AddServer(_ => new PostgreSqlEngine(options.ConnectionString)),
            DatabaseEngine.SqlServer => services.AddServer(_ => new SqlServerEngine(options.ConnectionString)),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Engine, null),
        };
    }

    static IServiceCollection AddServer<T>(this IServiceCollection services, Func<IServiceProvider, T> engine)
        where T : class, IServerEngine =>
        services
            .AddSingleton(engine)
            .AddSingleton<IDatabaseEngine>(provider => provider.GetRequiredService<T>())
            .AddSingleton<IUnitOfWork>(provider => new ServerUnitOfWork(provider.GetRequiredService<T>()));
}
