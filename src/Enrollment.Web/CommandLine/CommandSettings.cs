using Enrollment.Web.Hosting;

namespace Enrollment.Web.CommandLine;

/// <summary>Reads the settings of a command as the server reads its own: file, environment, then arguments.</summary>
static class CommandSettings
{
    /// <param name="words">The words of the call that are no option of the command.</param>
    internal static Settings Read(IReadOnlyList<string> words)
    {
        foreach (var word in words)
        {
            if (!word.StartsWith("--", StringComparison.Ordinal) || !word.Contains('=', StringComparison.Ordinal))
                throw new SettingsException($"'{word}' isn't understood. A setting reads --Enrollment:Name=value.");
        }

        var configuration = new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine([.. words])
            .Build();
        return EnrollmentHost.ReadSettings(configuration);
    }
}
