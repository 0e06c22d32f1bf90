using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Enrollment.Documents.Signatures.Keys;

/// <summary>
/// A private key on a PKCS #11 token and the sessions that use it, one for each signature at a time. Thread-safe.
/// </summary>
internal sealed class TokenSessions
{
    // More would wait for the token anyway, and tokens have a limit of their own.
    private static readonly SemaphoreSlim Free = new(8, 8);

    // A module is initialized once in a process, whatever it is used for.
    private static readonly ConcurrentDictionary<string, Lazy<IPkcs11Library>> Modules = new(StringComparer.Ordinal);
    private static readonly Pkcs11InteropFactories Factories = new();

    private static readonly CKR[] Lost =
    [
        CKR.CKR_SESSION_HANDLE_INVALID,
        CKR.CKR_SESSION_CLOSED,
        CKR.CKR_USER_NOT_LOGGED_IN,
        CKR.CKR_DEVICE_REMOVED,
        CKR.CKR_TOKEN_NOT_PRESENT,
        CKR.CKR_KEY_HANDLE_INVALID,
        CKR.CKR_OBJECT_HANDLE_INVALID,
    ];

    private readonly SigningKeySettings settings;
    private readonly ConcurrentBag<Session> idle = [];

    static TokenSessions() => NativeLibrary.SetDllImportResolver(typeof(Pkcs11InteropFactories).Assembly, FindLoader);

    /// <exception cref="SigningKeyException">Says what is missing.</exception>
    public TokenSessions(SigningKeySettings settings)
    {
        this.settings = settings;
        var session = Open();
        KeyType = (CKK)session.Value.GetAttributeValue(session.Key, [CKA.CKA_KEY_TYPE])[0].GetValueAsUlong();
        idle.Add(session);
    }

    public CKK KeyType { get; }

    private readonly record struct Session(ISession Value, IObjectHandle Key);

    /// <summary>The certificates on the token.</summary>
    public IReadOnlyList<X509Certificate2> ReadCertificates() =>
        Use(session =>
        {
            var attributes = session.Value.Factories.ObjectAttributeFactory;
            return session
                .Value.FindAllObjects([
                    attributes.Create(CKA.CKA_CLASS, CKO.CKO_CERTIFICATE),
                    attributes.Create(CKA.CKA_CERTIFICATE_TYPE, CKC.CKC_X_509),
                ])
                .Select(found => session.Value.GetAttributeValue(found, [CKA.CKA_VALUE])[0].GetValueAsByteArray())
                .Select(der => X509CertificateLoader.LoadCertificate(der))
                .ToList();
        });

    /// <exception cref="CryptographicException">The token doesn't sign.</exception>
    public byte[] Sign(CKM mechanism, byte[] data)
    {
        try
        {
            return Use(session =>
                session.Value.Sign(session.Value.Factories.MechanismFactory.Create(mechanism), session.Key, data)
            );
        }
        catch (SigningKeyException error)
        {
            throw new CryptographicException(error.Message, error);
        }
    }

    private T Use<T>(Func<Session, T> use)
    {
        Free.Wait();
        try
        {
            return UseOnce(use, out var result) || UseOnce(use, out result)
                ? result
                : throw new CryptographicException($"The token '{settings.Token}' ended its session twice.");
        }
        catch (Pkcs11Exception error)
        {
            throw new CryptographicException($"The token '{settings.Token}' answers {error.RV}.", error);
        }
        finally
        {
            Free.Release();
        }
    }

    // A token that was pulled out and put back has forgotten its sessions.
    private bool UseOnce<T>(Func<Session, T> use, out T result)
    {
        var session = idle.TryTake(out var found) ? found : Open();
        try
        {
            result = use(session);
        }
        catch (Pkcs11Exception error) when (Array.IndexOf(Lost, error.RV) >= 0)
        {
            idle.Clear();
            result = default!;
            return false;
        }
        idle.Add(session);
        return true;
    }

    private Session Open()
    {
        var slot = FindSlot();
        try
        {
            var session = slot.OpenSession(SessionType.ReadOnly);
            LogIn(session);
            var attributes = session.Factories.ObjectAttributeFactory;
            var keys = session.FindAllObjects([
                attributes.Create(CKA.CKA_CLASS, CKO.CKO_PRIVATE_KEY),
                attributes.Create(CKA.CKA_LABEL, settings.Key),
            ]);
            return keys.Count == 1
                ? new(session, keys[0])
                : throw settings.Wrong(
                    "Key",
                    $"is the label of {keys.Count} private keys of the token '{settings.Token}'. Give one that is there once."
                );
        }
        catch (Pkcs11Exception error)
        {
            throw settings.Wrong("Token", $"can't be used: the module answers {error.RV}.", error);
        }
    }

    // The package asks for "libdl", a name that Linux has only where C programs are compiled.
    private static nint FindLoader(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == "libdl" && NativeLibrary.TryLoad("libdl.so.2", out var library) ? library : 0;

    private ISlot FindSlot()
    {
        try
        {
            var slots = Module().GetSlotList(SlotsType.WithTokenPresent);
            return slots.Find(slot => slot.GetTokenInfo().Label.Trim() == settings.Token)
                ?? throw settings.Wrong(
                    "Token",
                    $"'{settings.Token}' isn't there. Tokens of the module: {Labels(slots)}. Plug it in, or correct the label."
                );
        }
        catch (Pkcs11Exception error)
        {
            throw settings.Wrong("Module", $"can't be used: it answers {error.RV}.", error);
        }
    }

    private IPkcs11Library Module()
    {
        var path = settings.Module!;
        if (!File.Exists(path))
        {
            throw settings.Wrong("Module", $"'{path}' isn't there. Install the token's software, or correct the path.");
        }
        try
        {
            return Modules.GetOrAdd(path, Load).Value;
        }
        catch (Exception error) when (error is Pkcs11Exception or UnmanagedException or DllNotFoundException)
        {
            Modules.TryRemove(path, out _);
            throw settings.Wrong("Module", $"'{path}' isn't a PKCS #11 module for this machine.", error);
        }

        static Lazy<IPkcs11Library> Load(string path) =>
            new(() => Factories.Pkcs11LibraryFactory.LoadPkcs11Library(Factories, path, AppType.MultiThreaded));
    }

    private void LogIn(ISession session)
    {
        try
        {
            session.Login(CKU.CKU_USER, settings.Pin);
        }
        catch (Pkcs11Exception error) when (error.RV == CKR.CKR_USER_ALREADY_LOGGED_IN)
        {
            // Another session of this process did it for all.
        }
        catch (Pkcs11Exception error)
            when (error.RV is CKR.CKR_PIN_INCORRECT or CKR.CKR_PIN_INVALID or CKR.CKR_PIN_LEN_RANGE)
        {
            throw settings.Wrong(
                "Pin",
                $"isn't the PIN of the token '{settings.Token}'. Some tokens lock after a few tries.",
                error
            );
        }
        catch (Pkcs11Exception error) when (error.RV == CKR.CKR_PIN_LOCKED)
        {
            throw settings.Wrong(
                "Pin",
                $"is locked on the token '{settings.Token}'. Unlock it with its own software.",
                error
            );
        }
    }

    private static string Labels(List<ISlot> slots)
    {
        // A token without a label is one that nobody has prepared.
        var labels = slots.Select(slot => slot.GetTokenInfo().Label.Trim()).Where(label => label.Length > 0).ToList();
        return labels.Count == 0 ? "none" : string.Join(", ", labels.Select(label => $"'{label}'"));
    }
}
