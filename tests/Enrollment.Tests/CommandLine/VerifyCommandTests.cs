using System.Security.Cryptography.X509Certificates;
using System.Text;
using Enrollment.Credentials.Baking;
using Enrollment.Credentials.Issuers;
using Enrollment.Credentials.Proofs;
using Enrollment.Credentials.Status;
using Enrollment.Documents.Signatures;
using Enrollment.Storage;
using Enrollment.Tests.Credentials;
using Enrollment.Tests.Documents;
using Enrollment.Tests.Documents.Signatures;
using Enrollment.Tests.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.CommandLine;

/// <summary>Calls the built program as a stranger would, without a network or a database.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class VerifyCommandTests : IDisposable
{
    // The program goes by this machine's clock.
    static readonly DateTimeOffset now = DateTimeOffset.UtcNow;

    static readonly SignedCredential signed = CredentialSamples.Signed(
        CertificateSamples.Kazakh with
        {
            ExpiresOn = null,
        },
        CredentialSamples.Facts with
        {
            ValidFrom = now.AddDays(-1),
        }
    );

    readonly TemporaryDirectory directory = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task What_is_valid_is_said_with_number_course_issuer_and_the_name_where_the_file_has_it()
    {
        Publish([], []);
        var json = Write("c.json", signed.Json);
        var token = Write("c.jwt", Encoding.ASCII.GetBytes(signed.Token + "\r\n"));
        var svg = SvgBadge.Bake(BadgePicture.Draw("CNC", 4), Encoding.UTF8.GetString(signed.Json));
        var badge = Write("c.svg", Encoding.UTF8.GetBytes(svg));
        var picture = Write("c.png", PngBadge.Bake(Pictures.Png, signed.Token));
        var rendered = CertificateSamples.Renderer.Render(CertificateSamples.Kazakh, signed.Json);
        var pdf = Write("c.pdf", SigningSamples.Sign(SigningSamples.Signer, rendered));

        var (code, output, error) = await ProgramCall.RunAsync(
            "verify",
            json,
            token,
            badge,
            picture,
            pdf,
            "--issuer",
            Issuer
        );

        (code, error).ShouldBe((0, ""), output);
        var snapshot = CertificateSamples.Kazakh;
        foreach (var file in new[] { json, token, badge, picture, pdf })
            output.ShouldContain($"{file}: valid\n");
        Count(output, $"  Certificate: {snapshot.Serial}\n").ShouldBe(5);
        Count(output, $"  Course: {snapshot.CourseTitle}\n").ShouldBe(5);
        Count(output, $"  Issuer: {CredentialSamples.Facts.Issuer.Name} ({CredentialSamples.Keys.Did.Value})\n")
            .ShouldBe(5);
        output.Split('\n').ShouldContain($"  Document: Certificate {snapshot.Serial}: {snapshot.Names[0].Text}");
    }

    [Fact]
    public async Task What_is_suspended_is_told_from_what_is_revoked()
    {
        var json = Write("c.json", signed.Json);
        Publish([CredentialSamples.Index], []);
        (await ProgramCall.RunAsync("verify", json, "--issuer", Issuer)).ShouldSatisfyAllConditions(
            call => call.Code.ShouldBe(1),
            call => call.Output.ShouldContain("Credential: Revoked")
        );

        Publish([CredentialSamples.Index], [CredentialSamples.Index]);
        var (code, output, _) = await ProgramCall.RunAsync("verify", json, "--issuer", Issuer);

        code.ShouldBe(1);
        output.ShouldContain($"{json}: NOT VALID\n  Certificate: ");
        output.ShouldContain("Credential: Suspended");
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_or_was_forged_does_not_keep_the_others_from_being_looked_at()
    {
        Publish([], []);
        var missing = directory.File("missing.json");
        var text = Encoding.UTF8.GetString(signed.Json);
        var forged = Write("forged.json", Encoding.UTF8.GetBytes(text.Replace("CNC", "ABC", StringComparison.Ordinal)));
        var json = Write("c.json", signed.Json);

        var (code, output, _) = await ProgramCall.RunAsync("verify", missing, forged, json, "--issuer", Issuer);

        code.ShouldBe(1);
        output.ShouldContain($"{missing}: NOT READ\n  {missing} can't be read: ");
        output.ShouldContain($"{forged}: NOT VALID\n  Credential: Altered");
        output.ShouldContain($"{json}: valid\n");
    }

    [Fact]
    public async Task A_time_stamp_counts_by_the_authorities_beside_the_issuers()
    {
        using var authority = new TimeStampServer(now);
        var issuer = new CertificateIssuer(now);
        var settings = new DocumentSigningSettings(SigningSamples.Of(issuer.Issue(now).ToPkcs12()))
        {
            TimeStamp = new(authority.Address),
        };
        var rendered = CertificateSamples.Renderer.Render(CertificateSamples.Kazakh, signed.Json);
        var request = SigningSamples.Request with { At = now };
        var document = await SigningSamples.SignerOf(settings, now).SignAsync(rendered, request, Token);
        var pdf = Write("c.pdf", document.Pdf.ToArray());
        Publish([], []);
        Write("issuer/ca.pem", Encoding.ASCII.GetBytes(issuer.Authority.ExportCertificatePem()));

        (await ProgramCall.RunAsync("verify", pdf, "--issuer", Issuer)).Output.ShouldNotContain("as a time stamp says");
        File.Copy(authority.AuthorityFile, directory.File("issuer/tsa.pem"));
        var (code, output, _) = await ProgramCall.RunAsync("verify", pdf, "--issuer", Issuer);

        code.ShouldBe(0, output);
        output.ShouldContain("as a time stamp says");
    }

    [Fact]
    public async Task The_next_key_of_documents_is_made_under_the_same_authority_in_the_name_of_the_organization()
    {
        var (first, second) = (directory.File("first"), directory.File("second"));
        string[] own = ["--organization", "Almaty Training Center", "--password", "correct horse"];
        var former = Path.Combine(first, "authority.p12");
        (await ProgramCall.RunAsync(["keys", first, .. own])).Code.ShouldBe(0);

        var (code, output, error) = await ProgramCall.RunAsync(["keys", second, .. own, "--authority", former]);

        (code, error).ShouldBe((0, ""));
        output.ShouldContain("Enrollment__Issuer__SigningKey__File=" + Path.Combine(second, "signing.p12"));
        Directory.GetFiles(second).Select(Path.GetFileName).ShouldBe(["signing.p12", "ca.pem"], ignoreOrder: true);
        var published = await File.ReadAllTextAsync(Path.Combine(second, "ca.pem"), Token);
        published.ShouldBe(await File.ReadAllTextAsync(Path.Combine(first, "ca.pem"), Token));
        foreach (var folder in new[] { first, second })
        {
            var path = Path.Combine(folder, "signing.p12");
            var key = new SigningKeySettings("Key") { File = path, Password = "correct horse" };
            var certificate = SigningKeySet.Load(new(key)).CertificateFor("ATC");
            certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false).ShouldBe("Almaty Training Center");
        }

        (await ProgramCall.RunAsync(["keys", second, .. own, "--authority", former])).Error.ShouldContain(
            "is there already"
        );
        var third = directory.File("third");
        string[][] refused =
        [
            ["keys", third, .. own, "--authority", Path.Combine(first, "signing.p12")],
            ["keys", third, "--organization", "A", "--password", "other", "--authority", former],
            ["keys", third, "--organization", "A", "--authority", former],
            ["keys", third, .. own, "--authority", directory.File("nowhere.p12")],
        ];
        foreach (var words in refused)
        {
            var call = await ProgramCall.RunAsync(words);
            call.Code.ShouldBe(1, call.Output);
            call.Error.ShouldStartWith("--authority ");
        }

        Directory.Exists(third).ShouldBeFalse();
    }

    string Issuer => directory.File("issuer");

    /// <summary>What the issuer publishes, with these places set in its lists.</summary>
    void Publish(int[] ended, int[] suspended)
    {
        Directory.CreateDirectory(Issuer);
        Write("issuer/did.json", IssuerDocuments.DidDocument(CredentialSamples.Keys));
        Write("issuer/ca.pem", Encoding.ASCII.GetBytes(SigningSamples.Key.AuthorityPem));
        var (from, until) = (now.AddHours(-1), now.AddDays(1));
        Write(
            "issuer/status-list.jwt",
            Encoding.ASCII.GetBytes(
                CredentialSamples.List(CredentialSamples.Bits(ended), from: from, until: until).Token + "\n"
            )
        );
        Write(
            "issuer/suspension-list.json",
            CredentialSamples
                .List(
                    CredentialSamples.Bits(suspended),
                    CredentialSamples.ListUrl + "/suspended",
                    StatusPurpose.Suspension,
                    from: from,
                    until: until
                )
                .Json
        );
    }

    string Write(string name, byte[] content)
    {
        File.WriteAllBytes(directory.File(name), content);
        return directory.File(name);
    }

    static int Count(string text, string part) => text.Split(part).Length - 1;
}
