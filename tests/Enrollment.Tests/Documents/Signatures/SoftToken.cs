using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using Enrollment.Documents.Signatures;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>Tokens of SoftHSM in a folder of their own, one for the process: a module can't be loaded twice.</summary>
internal sealed class SoftToken
{
    public const string Label = "enrollment";

    /// <summary>A token that nobody logs in to.</summary>
    public const string OtherLabel = "spare";
    public const string Pin = "471147";

    private static readonly string[] Places =
    [
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/local/lib/softhsm/libsofthsm2.so",
        "/opt/homebrew/lib/softhsm/libsofthsm2.so",
    ];

    private static readonly Lazy<SoftToken> Instance = new(() => new());

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("token-");
    private readonly CertificateIssuer issuer = new(SigningSamples.At);

    private SoftToken()
    {
        var configuration = Path.Combine(folder.FullName, "softhsm2.conf");
        File.WriteAllText(configuration, $"directories.tokendir = {folder.FullName}\nobjectstore.backend = file\n");
        Environment.SetEnvironmentVariable("SOFTHSM2_CONF", configuration);
        // The runtime keeps the environment of this process to itself; the module reads the system's.
        _ = SetEnvironment("SOFTHSM2_CONF", configuration, 1);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        foreach (var label in (string[])[Label, OtherLabel])
        {
            ForeignProgram.Run(
                "softhsm2-util",
                ["--init-token", "--free", "--label", label, "--so-pin", "0000", "--pin", Pin]
            );
        }
        Module =
            Array.Find(Places, File.Exists) ?? throw new InvalidOperationException("SoftHSM's module isn't there.");
    }

    public static SoftToken Shared
    {
        get
        {
            // Here, since a skip within the lazy value would be remembered as its failure.
            ForeignProgram.Run("softhsm2-util", "--version");
            return Instance.Value;
        }
    }

    public string Module { get; }

    public X509Certificate2 Authority => issuer.Authority;

    public SigningKeySettings Settings(string key) =>
        new("Signing:Key")
        {
            Module = Module,
            Token = Label,
            Key = key,
            Pin = Pin,
        };

    /// <summary>Puts a key on the token.</summary>
    public Issued Import(string label, System.Security.Cryptography.AsymmetricAlgorithm key)
    {
        var issued = issuer.Issue(SigningSamples.At, key, name: label);
        var path = Path.Combine(folder.FullName, label + ".pem");
        File.WriteAllText(path, issued.KeyPem());
        var id = Convert.ToHexString(issued.Certificate.GetCertHash())[..8];
        ForeignProgram.Run(
            "softhsm2-util",
            ["--import", path, "--token", Label, "--label", label, "--id", id, "--pin", Pin]
        );
        return issued;
    }

    /// <summary>Puts certificates on the token.</summary>
    public void Store(params X509Certificate2[] certificates)
    {
        using var session = Slot().OpenSession(SessionType.ReadWrite);
        var attributes = session.Factories.ObjectAttributeFactory;
        foreach (var certificate in certificates)
        {
            session.CreateObject([
                attributes.Create(CKA.CKA_CLASS, CKO.CKO_CERTIFICATE),
                attributes.Create(CKA.CKA_CERTIFICATE_TYPE, CKC.CKC_X_509),
                attributes.Create(CKA.CKA_TOKEN, true),
                attributes.Create(CKA.CKA_PRIVATE, false),
                attributes.Create(CKA.CKA_SUBJECT, certificate.SubjectName.RawData),
                attributes.Create(CKA.CKA_VALUE, certificate.RawData),
            ]);
        }
    }

    /// <summary>What happens when somebody pulls the token out and puts it back.</summary>
    public void Forget() => Slot().CloseAllSessions();

    private ISlot Slot()
    {
        var factories = new Pkcs11InteropFactories();
        // Not disposed: that would end the module for the whole process.
        var module = factories.Pkcs11LibraryFactory.LoadPkcs11Library(factories, Module, AppType.MultiThreaded);
        return module.GetSlotList(SlotsType.WithTokenPresent).Find(s => s.GetTokenInfo().Label.Trim() == Label)!;
    }

    [DllImport(
        "libc",
        EntryPoint = "setenv",
        CharSet = CharSet.Ansi,
        BestFitMapping = false,
        ThrowOnUnmappableChar = true
    )]
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Interoperability",
        "SYSLIB1054",
        Justification = "This project has no unsafe code."
    )]
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Security",
        "CA5392",
        Justification = "The C library is the system's."
    )]
    private static extern int SetEnvironment(string name, string value, int overwrite);
}
