using Enrollment.Accounts;
using Enrollment.Admissions.Documents;
using Enrollment.Certificates;
using Enrollment.Documents;
using Enrollment.People;
using Enrollment.Pipeline;
using Enrollment.Storage;
using Enrollment.Storage.Scanning;
using Enrollment.Web.Issuing;
using Enrollment.Web.Mail;
using Enrollment.Web.People;
using MediatR;

namespace Enrollment.Web.Hosting;

/// <summary>Composes the core, the storage and the documents: what the server and every command run on.</summary>
public static class EnrollmentHost
{
    /// <summary>Reads and checks the settings. Throws <see cref="SettingsException"/>.</summary>
    public static Settings ReadSettings(IConfiguration configuration)
    {
        Settings settings;
        try
        {
            // Without it a token with an unknown role or a misspelled key would be passed over in silence.
            settings =
                configuration
                    .GetSection("Enrollment")
                    .Get<Settings>(binder => binder.ErrorOnUnknownConfiguration = true)
                ?? new Settings();
        }
        catch (InvalidOperationException unreadable)
        {
            throw new SettingsException($"A setting can't be read: {Reason(unreadable)}", unreadable);
        }

        settings.Check();
        return settings;
    }

    /// <summary>The innermost setting that was named, in one line.</summary>
    static string Reason(InvalidOperationException unreadable) =>
        (unreadable.InnerException as InvalidOperationException ?? unreadable).Message.ReplaceLineEndings(" ");

    public static IServiceCollection AddEnrollmentHost(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(
            new CertificateOptions(settings.PublicAddress, settings.Issuer.IsDevelopment)
            {
                WalletOfferLifetime = TimeSpan.FromHours(settings.WalletOfferHours),
            }
        );
        services.AddSingleton(new DocumentOptions(settings.Documents.MaximumBytes));
        services.AddEnrollment();
        services.AddEnrollmentStorage(Storage(settings));
        services.AddEnrollmentDocuments();
        services.AddIssuing(settings);
        services.AddEnrollmentNames();
        services.AddMail(settings);
        return services;
    }

    /// <summary>The services of a command on the terminal, with the database migrated.</summary>
    public static ServiceProvider ForCommand(Settings settings)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddEnrollmentHost(settings);
        var provider = services.BuildServiceProvider(validateScopes: true);
        provider.GetRequiredService<Migrator>().Apply();
        provider.GetRequiredService<INationalNumberVault>();
        return provider;
    }

    /// <summary>The migrator alone, for a command that must not touch the database before it says so.</summary>
    public static Migrator MigratorFor(Settings settings)
    {
        using var provider = new ServiceCollection().AddEnrollmentStorage(Storage(settings)).BuildServiceProvider();
        return provider.GetRequiredService<Migrator>();
    }

    /// <summary>Sends one request in a scope of its own on behalf of a caller.</summary>
    public static async Task<Result<T>> SendAsync<T>(
        this IServiceProvider provider,
        IRequest<Result<T>> request,
        Caller caller,
        CancellationToken token
    )
    {
        await using var scope = provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestContext>().Caller = caller;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, token);
    }

    static StorageOptions Storage(Settings settings) =>
        new()
        {
            DataDirectory = settings.DataDirectory,
            Engine = settings.Database.Engine,
            ConnectionString = settings.Database.ConnectionString,
            ClamAv = ClamAvAddress.Parse(settings.Documents.ClamAv),
            Identity = new IdentityOptions
            {
                Secret = settings.Identity.Secret,
                OldSecrets = settings.Identity.OldSecrets,
            },
        };
}
