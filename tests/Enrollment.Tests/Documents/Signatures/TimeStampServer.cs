using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
        serial = serial
        signer_digest = sha256
        default_policy = 1.2.3.4.1
        digests = sha256
        accuracy = secs:1
        ess_cert_id_chain = no
        ess_cert_id_alg = sha256
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("stamps-");
    private readonly HttpListener listener = new();
    private readonly SemaphoreSlim one = new(1);

    /// <param name="now">The time by which its certificate is valid.</param>
    /// <param name="change">What becomes of an answer on its way; empty: a refusal.</param>
    /// <param name="others">Certificates that its stamps carry beside its own.</param>
    public TimeStampServer(DateTimeOffset now, Func<byte[], byte[]>? change = null, int others = 0)
    {
        var issuer = new CertificateIssuer(now, "Time Authority");
        var key = issuer.Issue(
            now,
            usage: X509KeyUsageFlags.DigitalSignature,
            purpose: Oids.TimeStamping,
            name: "Clock"
        );
        Authority = issuer.Authority;
        Write("tsa.pem", key.Certificate.ExportCertificatePem());
        Write("tsa.key", key.KeyPem());
        Write("ca.pem", Authority.ExportCertificatePem());
        Write(
            "chain.pem",
            string.Join(
                '\n',
                Enumerable.Range(0, others).Select(i => Other(now, i)).Prepend(Authority.ExportCertificatePem())
            )
        );
        Write("serial", "01");
        Write(
            "tsa.cnf",
            Configuration.Replace("serial = serial", $"serial = {In("serial")}", StringComparison.Ordinal)
        );
        // Skips the test where OpenSSL isn't installed, before somebody waits for an answer.
        ForeignProgram.Run("openssl", "version");
        var port = FreePort();
        Address = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        listener.Prefixes.Add(Address.AbsoluteUri);
        listener.Start();
        _ = ServeAsync(change ?? (answer => answer));
    }

    public Uri Address { get; }

    public X509Certificate2 Authority { get; }

    /// <summary>What it was last asked, as a file.</summary>
    public string Question => In("question");

    public string AuthorityFile => In("ca.pem");

    /// <summary>Stops answering, and leaves the port.</summary>
    public void Stop() => listener.Close();

    public void Dispose()
    {
        listener.Close();
        folder.Delete(recursive: true);
    }

    private async Task ServeAsync(Func<byte[], byte[]> change)
    {
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                var question = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(question);
                var answer = change(await AnswerAsync(question.ToArray()));
                context.Response.ContentType = "application/timestamp-reply";
                context.Response.StatusCode = answer.Length == 0 ? 503 : 200;
                await context.Response.OutputStream.WriteAsync(answer);
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task<byte[]> AnswerAsync(byte[] question)
    {
        await one.WaitAsync();
        try
        {
            await File.WriteAllBytesAsync(Question, question);
            ForeignProgram.Run(
                "openssl",
                [
                    "ts",
                    "-reply",
                    "-config",
                    In("tsa.cnf"),
                    "-queryfile",
                    Question,
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
            return await File.ReadAllBytesAsync(In("answer"));
        }
        finally
        {
            one.Release();
        }
    }

    private static string Other(DateTimeOffset now, int number) =>
        new CertificateIssuer(now, $"Other {number}").Authority.ExportCertificatePem();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private string In(string name) => Path.Combine(folder.FullName, name);

    private void Write(string name, string text) => File.WriteAllText(In(name), text, new UTF8Encoding(false));
}
