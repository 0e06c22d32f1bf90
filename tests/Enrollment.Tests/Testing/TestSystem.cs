using Dapper;
using Enrollment.Accounts;
using Enrollment.Admissions.Documents;
using Enrollment.Certificates;
using Enrollment.Credentials.Issuers;
using Enrollment.Credentials.Issuing;
using Enrollment.Data;
using Enrollment.Documents;
using Enrollment.Documents.Signatures;
using Enrollment.Enrollments.Attendance;
using Enrollment.People;
using Enrollment.Pipeline;
using Enrollment.Storage;
using Enrollment.Web.People;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Testing;

/// <summary>
/// The whole system below the web, on a database of its own and a clock that stands still. Certificates are drawn
/// by <see cref="PlainRenderer"/> unless a test asks for the real documents.
/// </summary>
sealed class TestSystem : IAsyncDisposable
{
    /// <summary>Noon in Almaty on Tuesday, 2026-03-10.</summary>
    internal static readonly DateTimeOffset Start = new(2026, 3, 10, 7, 0, 0, TimeSpan.Zero);

    static readonly Uri PublicAddress = new("https://verify.example.org/");

    const string KeyPassword = "test";

    static readonly DocumentSigningSettings signingSettings = new(
        new SigningKeySettings("Test")
        {
            Base64 = Convert.ToBase64String(
                NewSigningKey.Make("Almaty Training Center", "Certificates", KeyPassword, Start).Pkcs12.Span
            ),
            Password = KeyPassword,
        }
    );

    static int lastNumber;

    readonly TestDatabase database;
    readonly ServiceProvider provider;

    /// <param name="realDocuments">Whether certificates are drawn as the program does.</param>
    /// <param name="configure">What a test registers after the program's own services.</param>
    /// <param name="database">A database to serve from, which goes with the system; null: a new one.</param>
    internal TestSystem(
        bool realDocuments = false,
        Action<IServiceCollection>? configure = null,
        TestDatabase? database = null
    )
    {
        this.database = database ?? new TestDatabase();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(new CertificateOptions(PublicAddress, Specimen: false));
        services.AddSingleton(IssuerKeys);
        services.AddSingleton(new IssuerAddresses(PublicAddress));
        services.AddSingleton<CredentialIssuer>();
        services.AddSingleton<ICredentialIssuer>(provider => provider.GetRequiredService<CredentialIssuer>());
        services.AddSingleton(new DocumentOptions(DocumentOptions.DefaultMaximumBytes));
        services.AddEnrollment();
        services.AddEnrollmentNames();
        services.AddEnrollmentStorage(this.database.Options);
        services.AddEnrollmentDocuments();
        services.AddDocumentSigning(_ => signingSettings);
        if (!realDocuments)
        {
            services.AddSingleton<ICertificateRenderer, PlainRenderer>();
            services.AddSingleton<IDocumentSigner, PlainSigner>();
        }

        configure?.Invoke(services);
        provider = services.BuildServiceProvider(validateScopes: true);
        provider.GetRequiredService<Migrator>().Apply();
        provider.GetRequiredService<INationalNumberVault>();
    }

    /// <summary>The keys that sign credentials; making new ones for each test would be most of its time.</summary>
    internal static IssuerKeySet IssuerKeys { get; } = IssuerKeySet.Load(WebDid.At(PublicAddress), KeyText.Generate());

    internal CredentialIssuer Issuer => provider.GetRequiredService<CredentialIssuer>();

    internal FakeTimeProvider Clock { get; } = new(Start);

    internal StorageOptions Options => database.Options;

    internal IFileStore Files => provider.GetRequiredService<IFileStore>();

    internal IDocumentStore Documents => provider.GetRequiredService<IDocumentStore>();

    internal INationalNumberVault Vault => provider.GetRequiredService<INationalNumberVault>();

    internal ICheckInKeys CheckInKeys => provider.GetRequiredService<ICheckInKeys>();

    internal IDatabaseEngine Engine => provider.GetRequiredService<IDatabaseEngine>();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A suffix that no other record of any test has.</summary>
    internal static int NextNumber() => Interlocked.Increment(ref lastNumber);

    /// <summary>Sends a request in a scope of its own.</summary>
    internal async Task<Result<T>> SendAsync<T>(IRequest<Result<T>> request, Caller caller, IdempotencyKey? key = null)
    {
        await using var scope = provider.CreateAsyncScope();
        Introduce(scope.ServiceProvider, caller, key);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, Token);
    }

    /// <summary>Sends what must succeed and answers its value.</summary>
    internal async Task<T> DoAsync<T>(IRequest<Result<T>> request, Caller? caller = null)
    {
        var result = await SendAsync(request, caller ?? Callers.Admin);
        result.Refusal.ShouldBeNull();
        return result.Value;
    }

    /// <summary>Sends what must be refused and answers the refusal.</summary>
    internal async Task<Refusal> RefusedAsync<T>(IRequest<Result<T>> request, Caller? caller = null) =>
        (await SendAsync(request, caller ?? Callers.Admin)).Refusal.ShouldNotBeNull();

    /// <summary>Issues, replaces or finishes certificates in a scope of its own.</summary>
    internal async Task<Result<T>> IssuingAsync<T>(
        Func<CertificateIssuing, CancellationToken, Task<Result<T>>> use,
        Caller? caller = null
    )
    {
        await using var scope = provider.CreateAsyncScope();
        Introduce(scope.ServiceProvider, caller ?? Callers.Registrar, null);
        return await use(scope.ServiceProvider.GetRequiredService<CertificateIssuing>(), Token);
    }

    /// <summary>Uses a service in a scope of its own, as a job does.</summary>
    internal async Task<T> UseAsync<TService, T>(Func<TService, CancellationToken, Task<T>> use, Caller? caller = null)
        where TService : notnull
    {
        await using var scope = provider.CreateAsyncScope();
        Introduce(scope.ServiceProvider, caller ?? Callers.Admin, null);
        return await use(scope.ServiceProvider.GetRequiredService<TService>(), Token);
    }

    /// <summary>Lets the program itself do what a job does, in a scope of its own.</summary>
    internal async Task<T> AsSystemAsync<TService, T>(Func<TService, CancellationToken, Task<T>> use)
        where TService : notnull
    {
        await using var scope = provider.CreateAsyncScope();
        Introduce(scope.ServiceProvider, Caller.System, null);
        return await use(scope.ServiceProvider.GetRequiredService<TService>(), Token);
    }

    /// <summary>Does what the server does after each change: looks for the matches of whoever waits for it.</summary>
    internal Task<int> SearchMatchesAsync() =>
        AsSystemAsync<MatchSearch, int>((search, token) => search.RunBatchAsync(1_000, token));

    /// <summary>Reads the tables as they are, whatever the use cases would show.</summary>
    internal async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? args = null)
    {
        await using var connection = await Engine.OpenReaderAsync(Token);
        return [.. await connection.QueryAsync<T>(sql, args)];
    }

    /// <summary>Changes the tables behind the program's back.</summary>
    internal int Execute(string sql)
    {
        using var connection = database.Open();
        return connection.Execute(sql);
    }

    internal async Task<long> CountAsync(string table) => (await QueryAsync<long>($"SELECT COUNT(*) FROM {table}"))[0];

    static void Introduce(IServiceProvider scoped, Caller caller, IdempotencyKey? key)
    {
        var context = scoped.GetRequiredService<RequestContext>();
        context.Caller = caller;
        context.Idempotency = key;
    }

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        database.Dispose();
    }
}
