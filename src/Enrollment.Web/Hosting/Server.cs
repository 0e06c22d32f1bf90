using Enrollment.Storage;

namespace Enrollment.Web.Hosting;

/// <summary>The web server.</summary>
public static class Server
{
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
        var builder = WebApplication.CreateSlimBuilder(args);
        var settings = EnrollmentHost.ReadSettings(builder.Configuration);
        builder.Services.AddEnrollmentHost(settings);
        var app = builder.Build();
        app.Services.GetRequiredService<Migrator>().Apply();
        return app;
    }
}
