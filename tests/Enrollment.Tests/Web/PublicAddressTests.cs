using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Enrollment.Web.Hosting;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("https://certificates.example.org", "https://certificates.example.org/")]
    [InlineData("https://example.org:8443/center", "https://example.org:8443/center/")]
    [InlineData("https://example.org/center//", "https://example.org/center/")]
    [InlineData(
        "https://оқу.example.kz/сертификат/",
        "https://xn--n1ak7x.example.kz/%D1%81%D0%B5%D1%80%D1%82%D0%B8%D1%84%D0%B8%D0%BA%D0%B0%D1%82/"
    )]
    public void An_address_is_ASCII_and_ends_with_a_slash(string written, string plain)
    {
        var settings = new Settings { PublicAddress = new(written) };
        settings.Check();
        settings.PublicAddress.AbsoluteUri.ShouldBe(plain);
    }

    [Theory]
    [InlineData("ftp://example.org/")]
    [InlineData("https://example.org/?a=b")]
    [InlineData("https://example.org/#top")]
    [InlineData("https://somebody@example.org/")]
    [InlineData("verify")]
    public void An_address_that_nothing_can_be_served_at_is_refused_by_its_setting(string written) =>
        Should
            .Throw<SettingsException>(new Settings { PublicAddress = new(written, UriKind.RelativeOrAbsolute) }.Check)
            .Message.ShouldContain("Enrollment:PublicAddress");
}
