using System.Net.Http.Headers;
using Enrollment.Accounts;
using Enrollment.People;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Enrollment.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Enrollment.Tests.Web;

/// <summary>
/// The real server on a free port with its own database, and a client per role. Every exchange of these clients
/// is held against the OpenAPI document that the server itself serves.
/// </summary>
public sealed class WebSystem : IAsyncLifetime
{
    readonly List<ApiClient> clients = [];
    WebApplication? app;
    ApiContract? contract;
    TestDatabase data = null!;

    /// <summary>The database; null: a new one on the engine of this run.</summary>
    internal TestDatabase? Database { get; init; }

    /// <summary>The clock; null: the machine's.</summary>
    internal TimeProvider? Time { get; init; }
    internal int VerificationsPerMinute { get; init; } = 10_000_000;

    /// <summary>Further settings, as on the command line.</summary>
    internal IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>What a test registers after the program's own services.</summary>
    internal Action<IServiceCollection> Services { get; init; } = _ => { };

    internal Uri Address { get; private set; } = new("http://127.0.0.1/");
    internal ApiClient Anonymous { get; private set; } = null!;
    internal ApiClient Student { get; private set; } = null!;
    internal ApiClient Instructor { get; private set; } = null!;
    internal ApiClient Registrar { get; private set; } = null!;
    internal ApiClient Manager { get; private set; } = null!;
    internal ApiClient Admin { get; private set; } = null!;

    /// <summary>The person that the student's token stands for.</summary>
    internal Guid StudentPersonId { get; private set; }

    internal StorageOptions Storage => data.Options;

    internal IServiceProvider Provider => app!.Services;

    internal ApiClient this[Role role] =>
        role switch
        {
            Role.Anonymous => Anonymous,
            Role.Student => Student,
            Role.Instructor => Instructor,
            Role.Registrar => Registrar,
            Role.Manager => Manager,
            Role.Admin => Admin,
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
        };

    public async ValueTask InitializeAsync()
    {
        data = Database ?? new TestDatabase();
        StudentPersonId = await RegisterStudentAsync();
        string[] args =
        [
            "--urls=http://127.0.0.1:0",
            .. data.Arguments,
            $"--Enrollment:VerificationsPerMinute={VerificationsPerMinute}",
            $"--Enrollment:Tokens:0:PersonId={StudentPersonId}",
            .. Enum.GetValues<Role>().Where(role => role != Role.Anonymous).SelectMany(TokenSettings),
            .. Arguments,
        ];
        var options = new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory };
        var builder = WebApplication.CreateSlimBuilder(options);
        builder.Logging.ClearProviders();
        if (Time is not null)
            builder.Services.AddSingleton(Time);
        Server.Configure(builder);
        Services(builder.Services);
        app = builder.Build();
        app.Services.GetRequiredService<Migrator>().Apply();
        app.Services.GetRequiredService<INationalNumberVault>();
        Server.Map(app);
        await app.StartAsync();

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = new Uri(addresses.First());
        contract = new ApiContract(Address);
        Anonymous = Client(null);
        Student = Client(Role.Student);
        Instructor = Client(Role.Instructor);
        Registrar = Client(Role.Registrar);
        Manager = Client(Role.Manager);
        Admin = Client(Role.Admin);
    }

    /// <summary>A client that sends a token, or none.</summary>
    internal ApiClient Client(Role? role)
    {
        var http = new HttpClient(new ContractHandler(contract!)) { BaseAddress = Address };
        if (role is { } who)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(who));
        var client = new ApiClient(http);
        clients.Add(client);
        return client;
    }

    internal static string Token(Role role) => $"token-of-the-{role}";

    static IEnumerable<string> TokenSettings(Role role)
    {
        var key = $"--Enrollment:Tokens:{(int)role - 1}";
        return [$"{key}:Token={Token(role)}", $"{key}:Name={role}", $"{key}:Role={role}"];
    }

    /// <summary>A student's token needs the student's record, so that is registered before the server starts.</summary>
    async Task<Guid> RegisterStudentAsync()
    {
        await using var provider = EnrollmentHost.ForCommand(data.Settings);
        var fields = new PersonFields
        {
            Names = [new PersonName { Script = "Latn", FullName = "Aruzhan Serikkyzy Nurlan" }],
        };
        var person = await provider.SendAsync(new CreatePerson(fields), Caller.System, CancellationToken.None);
        return person.Value.Id;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
            client.Dispose();
        if (app is not null)
            await app.DisposeAsync();
        contract?.Dispose();
        data.Dispose();
    }
}
