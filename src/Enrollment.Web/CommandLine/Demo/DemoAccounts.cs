using System.Globalization;
using System.Security.Cryptography;
using Enrollment.Accounts;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>
/// Access tokens for trying the system, one per role, as a file of environment variables that a shell can source. The
/// tokens come from the system's secure source: they exist only where somebody made this file.
/// </summary>
static class DemoAccounts
{
    static readonly Role[] roles = [Role.Student, Role.Instructor, Role.Registrar, Role.Manager, Role.Admin];

    /// <summary>A file that is there stays as it is, so that tokens survive a restart.</summary>
    internal static async Task WriteAsync(string path, Guid studentId, CancellationToken token)
    {
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using var file = new StreamWriter(path, options);
            foreach (var (role, place) in roles.Select((role, place) => (role, place)))
            {
                var key = string.Create(CultureInfo.InvariantCulture, $"Enrollment__Tokens__{place}__");
                var secret = RandomNumberGenerator.GetHexString(32, lowercase: true);
                await file.WriteLineAsync($"{key}Token=demo-{role.ToString().ToLowerInvariant()}-{secret}");
                await file.WriteLineAsync($"{key}Name=demo-{role.ToString().ToLowerInvariant()}");
                await file.WriteLineAsync($"{key}Role={role}");
                if (role == Role.Student)
                    await file.WriteLineAsync($"{key}PersonId={studentId}");
            }
        }

        Console.WriteLine("Demo accounts, for the header 'Authorization: Bearer TOKEN':");
        foreach (var line in await File.ReadAllLinesAsync(path, token))
        {
            if (line.Split("__Token=") is [_, var secret])
                Console.WriteLine($"  {secret}");
        }
    }
}
