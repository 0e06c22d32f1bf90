using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Enrollment.Web.CommandLine.Csv;
using Enrollment.Web.CommandLine.Oulad;
using Enrollment.Web.Hosting;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>
/// <c>enrollment demo [DATA] OUT</c>: import (or made-up trainees), admissions, marks, board, certificates, verification
/// at the public address. Exit code 1 when a check fails.
/// </summary>
static class DemoCommand
{
    /// <summary>Of keys that live no longer than the demonstration.</summary>
    const string KeyPassword = "demonstration";

    internal static Command Create()
    {
        var folders = new Argument<string[]>("folders")
        {
            Description = "[DATA] OUT: the data set, left out for made-up trainees, and the folder for what comes out.",
            Arity = new ArgumentArity(1, 2),
        };
        var seed = new Option<int>("--seed") { Description = "The same seed makes the same people and marks." };
        var trainees = new Option<int>("--trainees")
        {
            Description = "How many are made up where there is no data set.",
        };
        var places = new Option<int>("--places") { Description = "Places of the cohort that is admitted." };
        seed.DefaultValueFactory = _ => 1;
        trainees.DefaultValueFactory = _ => 800;
        places.DefaultValueFactory = _ => 100;
        var demo = new Command("demo", "Runs the main job from end to end and checks it.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        demo.Arguments.Add(folders);
        demo.Options.Add(seed);
        demo.Options.Add(trainees);
        demo.Options.Add(places);
        demo.SetAction(
            (parsed, token) =>
            {
                var named = parsed.GetRequiredValue(folders);
                var input = new DemoInput(
                    named.Length == 2 ? named[0] : null,
                    named[^1],
                    parsed.GetValue(seed),
                    parsed.GetValue(trainees),
                    parsed.GetValue(places)
                );
                return RunAsync(input, CommandSettings.Read(parsed.UnmatchedTokens).Database, token);
            }
        );
        return demo;
    }

    /// <param name="input">What to do.</param>
    /// <param name="database">The engine; a server's database must be empty.</param>
    /// <param name="token">Ends it in the middle.</param>
    internal static async Task<int> RunAsync(DemoInput input, DatabaseSettings database, CancellationToken token)
    {
        var data = Path.Combine(input.Output, "data");
        var keys = Path.Combine(data, "keys");
        if (Directory.Exists(data))
            throw new SettingsException($"{data} holds an earlier run. Remove it or name another folder.");
        if (input.Places < 1 || input.Trainees < 1)
            throw new SettingsException("--places and --trainees must be at least 1.");

        KeysCommand.Make(keys, "Demonstration Training Centers", KeyPassword, TimeProvider.System.GetUtcNow());
        var loaded = input.Data is { } folder ? LoadedOulad.From(folder, new RefusedRows()) : null;
        var address = FreeAddress();
        await using var app = Server.Build([
            $"--urls={address}",
            $"--Enrollment:DataDirectory={data}",
            $"--Enrollment:Database:Engine={database.Engine}",
            $"--Enrollment:Database:ConnectionString={database.ConnectionString}",
            $"--Enrollment:PublicAddress={address}",
            $"--Enrollment:Issuer:CredentialKeysFile={Path.Combine(keys, KeysCommand.CredentialsFile)}",
            $"--Enrollment:Issuer:SigningKey:File={Path.Combine(keys, KeysCommand.SigningFile)}",
            $"--Enrollment:Issuer:SigningKey:Password={KeyPassword}",
            "--Enrollment:VerificationsPerMinute=10000000",
            "--Logging:LogLevel:Default=Warning",
        ]);
        await app.StartAsync(token);
        try
        {
            var sender = new RequestSender(app.Services, DemoCallers.Admin, token);
            return await new DemoRun(input, loaded, sender, address).RunAsync();
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>The address is printed on certificates, so it must be known before the server listens on it.</summary>
    static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
    }
}
