using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Enrollment.Certificates;
using Enrollment.People;
using Enrollment.Storage;
using Enrollment.Web.Api;
using Enrollment.Web.Issuing;
using Enrollment.Web.Jobs;
using Enrollment.Web.Pages;
using Enrollment.Web.Wallets;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Scalar.AspNetCore;

namespace Enrollment.Web.Hosting;

/// <summary>The web server.</summary>
public static class Server
{
    const long MaxBodyBytes = 1024 * 1024;
    internal const string VerificationLimit = "verification";
    internal const string CheckInLimit = "check-in";
    internal const string OpenToAll = "open-to-all";
    internal const string OpenToWallets = "open-to-wallets";

    /// <summary>Serves until the token or a signal stops it.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken token)
    {
        await using var app = Build(args);
        await app.RunAsync(token);
        return 0;
    }

    /// <summary>The application with its database migrated, ready to start.</summary>
    public static WebApplication Build(string[] args)
    {
        var options = new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory };
        var builder = WebApplication.CreateSlimBuilder(options);
        Configure(builder);
        var app = builder.Build();
        app.Services.GetRequiredService<Migrator>().Apply();
        app.Services.GetRequiredService<INationalNumberVault>();
        app.Services.GetRequiredService<ICredentialIssuer>();
        app.Services.GetRequiredService<IDocumentSigner>();
        app.Services.GetRequiredService<TrustedAuthorities>();
        Map(app);
        return app;
    }

    /// <summary>Registers everything that the server needs.</summary>
    public static void Configure(WebApplicationBuilder builder)
    {
        var settings = EnrollmentHost.ReadSettings(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        var services = builder.Services;
        services.AddEnrollmentHost(settings);
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddExceptionHandler<ProblemHandling>();
        services.AddProblemDetails();
        services.AddEnrollmentOpenApi();
        services.AddJobs(settings);
        services.AddHostedService<MatchSweep>();
        // What is published to strangers may be read by pages of theirs, without anybody's token.
        services.AddCors(cors =>
        {
            cors.AddPolicy(OpenToAll, policy => policy.AllowAnyOrigin().AllowAnyHeader().WithMethods("GET", "HEAD"));
            cors.AddPolicy(
                OpenToWallets,
                policy => policy.AllowAnyOrigin().AllowAnyHeader().WithMethods("GET", "HEAD", "POST")
            );
        });
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders =
                settings.TrustedProxies.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in settings.TrustedProxies)
                forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
        });
        services.AddRateLimiter(limiter => LimitGuesses(limiter, settings));
    }

    /// <summary>The way of a request, in its order.</summary>
    public static void Map(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages(ProblemHandling.ForStatusAsync);
        app.UseMiddleware<SecurityHeaders>();
        app.Use(AnswerHeadAsGet);
        app.UseRouting();
        app.UseCors();
        app.UseRateLimiter();
        app.UseMiddleware<BearerTokens>();
        app.Use(NulParameters.RefuseAsync);
        app.UseMiddleware<Idempotency>();
        app.MapApi();
        app.MapPages();
        app.MapVerification();
        app.MapIssuer();
        app.MapWallets(app.Services.GetRequiredService<WalletAddresses>());
        app.MapHealth();
        app.MapOpenApi("/openapi/{documentName}.json");
        // The reference works without any other server: no fonts, telemetry or assistants from elsewhere.
        app.MapScalarApiReference(
            "/docs",
            scalar =>
                scalar
                    .WithTitle("Enrollment API")
                    .DisableDefaultFonts()
                    .DisableTelemetry()
                    .DisableAgent()
                    .DisableMcp()
                    .HideClientButton()
                    .HideDeveloperTools()
        );
    }

    /// <summary>A HEAD goes the way of its GET; the server leaves the body out.</summary>
    static Task AnswerHeadAsGet(HttpContext http, RequestDelegate next)
    {
        if (HttpMethods.IsHead(http.Request.Method))
            http.Request.Method = HttpMethods.Get;
        return next(http);
    }

    static void LimitGuesses(RateLimiterOptions limiter, Settings settings)
    {
        limiter.AddPolicy(
            VerificationLimit,
            http => PerMinute(Network(http.Connection.RemoteIpAddress), settings.VerificationsPerMinute)
        );
        // A whole class shares one address, so those who check in are told apart by their tokens.
        limiter.AddPolicy(
            CheckInLimit,
            http =>
                PerMinute(BearerTokens.Hash(http.Request.Headers.Authorization.ToString()), settings.CheckInsPerMinute)
        );
        limiter.OnRejected = async (context, token) =>
        {
            var http = context.HttpContext;
            http.Response.Headers.RetryAfter = "60";
            var limit = http.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName;
            var problem = Problems.Of(
                StatusCodes.Status429TooManyRequests,
                limit == CheckInLimit ? "too_many_check_ins" : "too_many_verifications",
                limit == CheckInLimit
                    ? "You have tried to check in many times within a minute. Try again in a minute, or ask the instructor."
                    : "This address has looked up many codes within a minute. Try again in a minute."
            );
            await ProblemHandling.AnswerAsync(http, problem);
        };
    }

    /// <summary>Of IPv6 the part that one subscriber has: 64 bits.</summary>
    static string Network(IPAddress? address) =>
        address switch
        {
            null => "unknown",
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(
                address.GetAddressBytes().AsSpan(0, 8)
            ),
            _ => address.ToString(),
        };

    static RateLimitPartition<string> PerMinute(string who, int permits) =>
        RateLimitPartition.GetFixedWindowLimiter(
            who,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1) }
        );
}
