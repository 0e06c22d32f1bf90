using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Enrollment.Documents.Signatures;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>Tells over HTTP whether a certificate was revoked: OpenSSL answers at /ocsp, and there is a list at /list.</summary>
internal sealed class RevocationServer : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("revocation-");
    private readonly CertificateIssuer issuer;
    private readonly DateTimeOffset now;
    private readonly LocalServer server;

    /// <param name="issuer">Whose certificates it knows.</param>
    /// <param name="now">The time of its answers.</param>
    /// <param name="responder">Who signs for the issuer; by default somebody whom it named.</param>
    public RevocationServer(CertificateIssuer issuer, DateTimeOffset now, Issued? responder = null)
    {
        (this.issuer, this.now) = (issuer, now);
        responder ??= issuer.Issue(now, usage: null, purpose: Oids.OcspSigning, name: "Responder");
        Write("ca.pem", issuer.Authority.ExportCertificatePem());
        Write("responder.pem", responder.Certificate.ExportCertificatePem());
        Write("responder.key", responder.KeyPem());
        Write("index.txt", "");
        server = new("application/ocsp-response", Answer);
    }

    public string Authority => In("ca.pem");

    public List<byte[]> Revoked { get; } = [];

    public int Questions { get; private set; }

    /// <summary>For a certificate that is to be asked about one by one.</summary>
    public X509Extension Responder => new X509AuthorityInformationAccessExtension([Address("ocsp")], null);

    /// <summary>For a certificate that is to be looked up in the list.</summary>
    public X509Extension List => CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([Address("list")]);

    /// <summary>Makes a certificate known to the responder.</summary>
    public void Know(X509Certificate2 certificate, bool isRevoked = false)
    {
        var (until, serial) = (Utc(certificate.NotAfter), certificate.SerialNumber);
        var line = isRevoked
            ? $"R\t{until}\t{Utc(now.UtcDateTime.AddHours(-1))}\t{serial}\tunknown\t/CN=x\n"
            : $"V\t{until}\t\t{serial}\tunknown\t/CN=x\n";
        File.AppendAllText(In("index.txt"), line);
    }

    public void Stop() => server.Dispose();

    public void Dispose()
    {
        server.Dispose();
        folder.Delete(recursive: true);
    }

    private byte[] Answer(string path, byte[] question)
    {
        Questions++;
        if (path == "/list")
        {
            var list = new CertificateRevocationListBuilder();
            Revoked.ForEach(serial => list.AddEntry(serial, now.AddHours(-1)));
            return list.Build(
                issuer.Authority.CopyWithPrivateKey(issuer.Key),
                1,
                now.AddDays(7),
                System.Security.Cryptography.HashAlgorithmName.SHA256,
                null,
                now.AddHours(-1)
            );
        }
        File.WriteAllBytes(In("question"), question);
        ForeignProgram.Run(
            "openssl",
            [
                "ocsp",
                "-index",
                In("index.txt"),
                "-CA",
                Authority,
                "-rsigner",
                In("responder.pem"),
                "-rkey",
                In("responder.key"),
                "-reqin",
                In("question"),
                "-respout",
                In("answer"),
                "-nmin",
                "30",
            ]
        );
        return File.ReadAllBytes(In("answer"));
    }

    private string Address(string path) => new Uri(server.Address, path).AbsoluteUri;

    private static string Utc(DateTime time) =>
        time.ToUniversalTime().ToString("yyMMddHHmmss'Z'", CultureInfo.InvariantCulture);

    private string In(string name) => Path.Combine(folder.FullName, name);

    private void Write(string name, string text) => File.WriteAllText(In(name), text, new UTF8Encoding(false));
}
