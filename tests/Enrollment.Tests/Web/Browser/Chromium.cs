using Enrollment.Tests.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Enrollment.Tests.Web.Browser;

/// <summary>
/// The server with a certificate of each kind, and the Chromium of this machine. Where there is none the tests are
/// skipped, on the build server (CI=true) they fail.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    static readonly string[] places =
    [
        Environment.GetEnvironmentVariable("CHROMIUM") ?? "",
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];

    readonly ShiftedClock clock = new();
    IPlaywright? playwright;
    IBrowser? browser;

    public Chromium() => Web = new WebSystem { Time = clock };

    internal WebSystem Web { get; }

    /// <summary>Addresses of pages by their names.</summary>
    internal IReadOnlyDictionary<string, string> Pages { get; private set; } = new Dictionary<string, string>();

    public async ValueTask InitializeAsync()
    {
        if (places.FirstOrDefault(File.Exists) is not { } program)
            return;

        await Web.InitializeAsync();
        var valid = await Journey.CertifyAsync(Web);
        var revoked = await Journey.CertifyAsync(Web);
        await Web.Registrar.PostAsync($"/api/v1/certificates/{revoked["id"]}/revoke", new { Reason = "Wrong person" });
        var replaced = await Journey.CertifyAsync(Web);
        await Web.Registrar.PostAsync($"/api/v1/certificates/{replaced["id"]}/replace", new { Reason = "New name" });
        var expired = await Journey.ExpireAsync(Web, clock);
        Pages = new Dictionary<string, string>
        {
            ["start"] = "/",
            ["valid"] = $"/verify/{valid["verificationCode"]}",
            ["revoked"] = $"/verify/{revoked["verificationCode"]}",
            ["replaced"] = $"/verify/{replaced["verificationCode"]}",
            ["expired"] = $"/verify/{expired["verificationCode"]}",
            ["unknown"] = "/verify/000000-000000-000000-000000",
            ["missing"] = "/nothing",
        };

        // A page may be slow on a machine with other work; what never comes fails all the same.
        Assertions.SetDefaultExpectTimeout(30_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = program,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
            }
        );
    }

    internal async Task<IPage> OpenAsync(string path, BrowserNewContextOptions? options = null)
    {
        if (browser is null)
        {
            const string missing = "There is no Chromium on this machine; set CHROMIUM to its path.";
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail(missing);
            Assert.Skip(missing);
        }

        options ??= new BrowserNewContextOptions();
        options.BaseURL = Web.Address.ToString();
        var context = await browser.NewContextAsync(options);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        await Web.DisposeAsync();
    }
}
