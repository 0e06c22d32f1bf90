using System.CommandLine;
using Enrollment.Storage;
using Enrollment.Web.Hosting;

namespace Enrollment.Web.CommandLine;

/// <summary>
/// <c>enrollment migrate</c>: brings the database to the program's version, or says whether it is there, or prints the
/// SQL.
/// </summary>
static class MigrateCommand
{
    internal static Command Create()
    {
        var check = new Option<bool>("--check")
        {
            Description = "Changes nothing; exit code 1 unless the database fits the program.",
        };
        var script = new Option<bool>("--script")
        {
            Description = "Prints the SQL of all migrations, for a database that an administrator makes by hand.",
        };
        var engine = new Option<string>("--engine") { Description = "What the script is for." };
        engine.AcceptOnlyFromAmong([.. MigrationScript.EngineNames]);
        var migrate = new Command("migrate", "Brings the database to the program's version; prints what it applied.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        migrate.Options.Add(check);
        migrate.Options.Add(script);
        migrate.Options.Add(engine);
        migrate.Validators.Add(words =>
        {
            if (words.GetValue(check) && words.GetValue(script))
                words.AddError("--check and --script are two different calls.");
            if (words.GetValue(script) != (words.GetResult(engine) is not null))
                words.AddError(
                    $"--script needs --engine {string.Join('|', MigrationScript.EngineNames)}, and only it."
                );
        });
        migrate.SetAction(
            (parsed, token) =>
                parsed.GetValue(script) ? PrintAsync(MigrationScript.For(parsed.GetRequiredValue(engine)), token)
                : parsed.GetValue(check) ? CheckAsync(CommandSettings.Read(parsed.UnmatchedTokens), token)
                : ApplyAsync(CommandSettings.Read(parsed.UnmatchedTokens), token)
        );
        return migrate;
    }

    static async Task<int> ApplyAsync(Settings settings, CancellationToken token)
    {
        var applied = EnrollmentHost.MigratorFor(settings).Apply();
        foreach (var name in applied)
            await Console.Out.WriteLineAsync(name.AsMemory(), token);
        if (applied.Count == 0)
            await Console.Out.WriteLineAsync("The database is up to date.".AsMemory(), token);
        return 0;
    }

    static async Task<int> CheckAsync(Settings settings, CancellationToken token)
    {
        var pending = EnrollmentHost.MigratorFor(settings).Check();
        if (pending.Count == 0)
        {
            await Console.Out.WriteLineAsync("The database is up to date.".AsMemory(), token);
            return 0;
        }

        await Console.Error.WriteLineAsync(
            $"Not yet applied: {string.Join(", ", pending)}. Run 'enrollment migrate'.".AsMemory(),
            token
        );
        return 1;
    }

    static async Task<int> PrintAsync(string script, CancellationToken token)
    {
        await Console.Out.WriteAsync(script.AsMemory(), token);
        return 0;
    }
}
