using Enrollment.Certificates.Designs;
using Xunit;

namespace Enrollment.Tests.Documents;

public class TmpLook
{
    [Fact]
    public void Look()
    {
        foreach (var row in DesignFileTests.Sheets)
        {
            var (style, languages, sample) = ((DesignStyle, string[], string))row.Data;
            var snap = DesignSamples.Designed(CertificateSamples.Of(sample));
            var design = DesignSamples.Of(style, languages);
            System.IO.File.WriteAllBytes(
                $"/tmp/look/d-{style}-{string.Join("-", languages)}.pdf",
                CertificateSamples.Renderer.Render(snap, default, design)
            );
        }
        var s2 = DesignSamples.Designed(CertificateSamples.Kazakh);
        var d2 = DesignSamples.Of(DesignStyle.Guilloche, "en", "kk", "ru") with
        {
            Logo = DesignSamples.Logo,
            Color = "#6b2130",
            Accent = "#8a8f98",
            Signatures = [new(s2.Signatories[0].Name, DesignSamples.Signature())],
        };
        System.IO.File.WriteAllBytes(
            "/tmp/look/d-logo.pdf",
            CertificateSamples.Renderer.Render(s2 with { Specimen = true }, default, d2)
        );
    }
}
