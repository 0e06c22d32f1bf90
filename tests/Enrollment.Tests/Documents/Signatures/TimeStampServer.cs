using System.Security.Cryptography.X509Certificates;
using System.Text;
using Enrollment.Documents.Signatures;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>A time-stamp authority on this machine: OpenSSL gives the answers, over HTTP.</summary>
internal sealed class TimeStampServer : IDisposable
{
    private const string Configuration = """
        [tsa]
        default_tsa = here
        [here]
        serial = FOLDER/serial
        signer_digest = sha256
        default_policy = 1.2.3.4.1
        digests = sha256
        accuracy = secs:1
        ess_cert_id_chain = no
        ess_cert_id_alg = sha256
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("stamps-");
    private readonly LocalServer server;

    /// <param name="now">The time by which its certificate is valid.</param>
    /// <param name="change">What becomes of an answer on its way; empty: a refusal.</param>
    /// <param name="others">Certificates that its stamps carry beside its own.</param>
    /// <param name="issuer">Its authority; by default one of its own.</param>
    /// <param name="extensions">Of its certificate.</param>
    public TimeStampServer(
        DateTimeOffset now,
        Func<byte[], byte[]>? change = null,
        int others = 0,
        CertificateIssuer? issuer = null,
        params X509Extension[] extensions
    )
    {
        // Skips the test where OpenSSL isn't installed, before somebody waits for an answer.
        ForeignProgram.Run("openssl", "version");
        issuer ??= new(now, "Time Authority");
        var key = issuer.Issue(
            now,
            usage: X509KeyUsageFlags.DigitalSignature,
            purpose: Oids.TimeStamping,
            name: "Clock",
            extensions: extensions
        );
        Authority = issuer.Authority;
        Write("tsa.pem", key.Certificate.ExportCertificatePem());
        Write("tsa.key", key.KeyPem());
        Write("ca.pem", Authority.ExportCertificatePem());
        var chain = Enumerable.Range(0, others).Select(i => new CertificateIssuer(now, $"Other {i}").Authority);
        Write("chain.pem", string.Join('\n', chain.Prepend(Authority).Select(part => part.ExportCertificatePem())));
        Write("serial", "01");
        Write("tsa.cnf", Configuration.Replace("FOLDER", folder.FullName, StringComparison.Ordinal));
        server = new(
            "application/timestamp-reply",
            (_, question) => change is null ? Answer(question) : change(Answer(question))
        );
    }

    public Uri Address => server.Address;

    public X509Certificate2 Authority { get; }

    public string AuthorityFile => In("ca.pem");

    /// <summary>Stops answering.</summary>
    public void Stop() => server.Dispose();

    public void Dispose()
    {
        server.Dispose();
        folder.Delete(recursive: true);
    }

    private byte[] Answer(byte[] question)
    {
        File.WriteAllBytes(In("question"), question);
        ForeignProgram.Run(
            "openssl",
            [
                "ts",
                "-reply",
                "-config",
                In("tsa.cnf"),
                "-queryfile",
                In("question"),
                "-signer",
                In("tsa.pem"),
                "-inkey",
                In("tsa.key"),
                "-chain",
                In("chain.pem"),
                "-out",
                In("answer"),
            ]
        );
        return File.ReadAllBytes(In("answer"));
    }

    private string In(string name) => Path.Combine(folder.FullName, name);

    private void Write(string name, string text) => File.WriteAllText(In(name), text, new UTF8Encoding(false));
}
