using Deque.AxeCore.Playwright;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web.Browser;

[Trait("Needs", "browser")]
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class PageTests(Chromium chromium) : IClassFixture<Chromium>
{
    public static TheoryData<string, bool> EachInLightAndDark()
    {
        var rows = new TheoryData<string, bool>();
        foreach (var name in new[] { "start", "valid", "revoked", "replaced", "expired", "unknown", "missing" })
        {
            rows.Add(name, false);
            rows.Add(name, true);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(EachInLightAndDark))]
    public async Task A_page_is_accessible_and_fits_a_phone_without_script(string name, bool dark)
    {
        var options = new BrowserNewContextOptions
        {
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = 360, Height = 740 },
        };
        var page = await OpenAsync(name, options);
        await ShootAsync(page, $"{name}-{(dark ? "dark" : "light")}-phone");

        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360);
        (await page.Locator("script").CountAsync()).ShouldBe(0);
        await AccessibleAsync(page);
        await page.SetViewportSizeAsync(1280, 900);
        await ShootAsync(page, $"{name}-{(dark ? "dark" : "light")}-desktop");
        await AccessibleAsync(page);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_name_of_a_hundred_letters_without_a_blank_breaks_on_a_narrow_phone()
    {
        var narrow = new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 320, Height = 640 },
        };
        var page = await OpenAsync("valid", narrow);

        await page.Locator(".name").First.EvaluateAsync("name => name.textContent = 'Мұ'.repeat(50)");

        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(320);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_code_is_looked_up_by_keyboard_without_JavaScript()
    {
        var page = await OpenAsync("start", new BrowserNewContextOptions { JavaScriptEnabled = false });
        var code = chromium.Pages["valid"].Split('/')[^1];

        await page.Locator("#code").FocusAsync();
        await page.Keyboard.TypeAsync(code.ToLowerInvariant());
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("This certificate is valid");
        page.Url.ShouldContain($"/verify/{code}", Case.Insensitive);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Every_stop_of_the_Tab_key_shows_where_the_focus_is()
    {
        var page = await OpenAsync("start", new BrowserNewContextOptions());
        var stops = await page.Locator("a[href], button, input:not([type=hidden])").CountAsync();

        for (var i = 0; i < stops; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var outline = await page.EvaluateAsync<string>(
                "(s => s.outlineStyle + ' ' + parseFloat(s.outlineWidth))(getComputedStyle(document.activeElement))"
            );
            outline.ShouldBe("solid 3", await page.EvaluateAsync<string>("document.activeElement.outerHTML"));
        }

        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_reference_shows_the_operations_without_a_complaint_of_the_browser()
    {
        var page = await OpenAsync("start", new BrowserNewContextOptions());
        var complaints = new List<string>();
        var foreign = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (request.Url.StartsWith("http", StringComparison.Ordinal) && new Uri(request.Url).Host != "127.0.0.1")
                foreign.Add(request.Url);
        };

        await page.GotoAsync("/docs");
        await Assertions.Expect(page.GetByText("Create a center").First).ToBeVisibleAsync();
        await ShootAsync(page, "reference", fullPage: false);

        complaints.ShouldBeEmpty();
        foreign.ShouldBeEmpty();
        await page.Context.CloseAsync();
    }

    async Task<IPage> OpenAsync(string name, BrowserNewContextOptions options) =>
        await chromium.OpenAsync(chromium.Pages.GetValueOrDefault(name, "/"), options);

    static async Task AccessibleAsync(IPage page)
    {
        var found = await page.RunAxe();

        found.Violations.Select(v => $"{v.Id}: {v.Help} {v.Nodes[0].Html}").ShouldBeEmpty();
    }

    /// <summary>With the environment variable SHOTS set, keeps what the browser shows in that folder.</summary>
    static async Task ShootAsync(IPage page, string name, bool fullPage = true)
    {
        if (Environment.GetEnvironmentVariable("SHOTS") is { Length: > 0 } folder)
        {
            var path = Path.Combine(folder, $"{name}.png");
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = fullPage });
        }
    }
}
