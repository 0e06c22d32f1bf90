using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Enrollment.Credentials.Issuers;
using Enrollment.Documents.Signatures;
using Enrollment.Web.Hosting;

namespace Enrollment.Web.CommandLine;

/// <summary>
/// <c>enrollment keys FOLDER --organization NAME</c>: makes the keys that certificates and credentials are signed with, and
/// says which settings name them. An installation without them issues specimens. With <c>--authority FILE</c> it makes the
/// next key of documents alone, under the authority of the former one.
/// </summary>
static class KeysCommand
{
    /// <summary>The PEM blocks of both credential keys.</summary>
    internal const string CredentialsFile = "credentials.pem";

    /// <summary>The key of documents with its certificate and the authority's.</summary>
    internal const string SigningFile = "signing.p12";

    /// <summary>The authority's own key: for the next key of documents, to be kept away from the server.</summary>
    internal const string AuthorityFile = "authority.p12";

    /// <summary>The authority's certificate, for whoever verifies documents.</summary>
    internal const string CertificateFile = "ca.pem";

    internal static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "Where the files go; none of them may be there." };
        var organization = new Option<string>("--organization")
        {
            Description = "Who signs, as readers of a document show it: the name of the center or of who runs it.",
            Required = true,
        };
        var password = new Option<string>("--password")
        {
            Description =
                "Protects the keys; left out: one is drawn and printed. With --authority: that of the authority's file.",
        };
        var authority = new Option<string>("--authority")
        {
            Description =
                $"The {AuthorityFile} of before: makes the next key of documents alone, under that authority.",
        };
        var keys = new Command("keys", "Makes the keys that certificates and credentials are signed with.");
        keys.Arguments.Add(folder);
        keys.Options.Add(organization);
        keys.Options.Add(password);
        keys.Options.Add(authority);
        keys.SetAction(parsed =>
        {
            var chosen = parsed.GetValue(password);
            if (parsed.GetValue(authority) is { } former)
            {
                MakeNext(
                    Path.GetFullPath(parsed.GetRequiredValue(folder)),
                    parsed.GetRequiredValue(organization),
                    former,
                    chosen ?? throw new SettingsException("--authority needs --password, the password of that file."),
                    TimeProvider.System.GetUtcNow()
                );
                return;
            }

            var used = chosen ?? RandomNumberGenerator.GetHexString(32, lowercase: true);
            var path = Path.GetFullPath(parsed.GetRequiredValue(folder));
            Make(path, parsed.GetRequiredValue(organization), used, TimeProvider.System.GetUtcNow());
            Console.WriteLine(
                $"""
                Made in {path}. Keep a copy away from the server, and {AuthorityFile} there alone.

                Enrollment__Issuer__CredentialKeysFile={Path.Combine(path, CredentialsFile)}
                Enrollment__Issuer__SigningKey__File={Path.Combine(path, SigningFile)}
                Enrollment__Issuer__SigningKey__Password={(chosen is null ? used : "(the password)")}
                """
            );
        });
        return keys;
    }

    /// <exception cref="SettingsException">A file is there already, or the name is blank or too long.</exception>
    internal static void Make(string folder, string organization, string password, DateTimeOffset now)
    {
        var name = Check(folder, organization, [CredentialsFile, SigningFile, AuthorityFile, CertificateFile]);
        // Readers show a certificate's own name, "signed by": it says who.
        var key = NewSigningKey.Make(name, name, password, now);
        Directory.CreateDirectory(folder);
        Write(
            folder,
            CredentialsFile,
            Encoding.ASCII.GetBytes(string.Join('\n', KeyText.Generate().Select(k => k.Pem)) + "\n")
        );
        Write(folder, SigningFile, key.Pkcs12.Span);
        Write(folder, AuthorityFile, key.AuthorityPkcs12.Span);
        Write(folder, CertificateFile, Encoding.ASCII.GetBytes(key.AuthorityPem + "\n"));
    }

    /// <summary>The next key of documents, under the authority of the former one.</summary>
    /// <exception cref="SettingsException">
    /// A file is there already, the name is blank or too long, or the authority's file can't be used.
    /// </exception>
    static void MakeNext(string folder, string organization, string authority, string password, DateTimeOffset now)
    {
        var name = Check(folder, organization, [SigningFile, CertificateFile]);
        NewSigningKey key;
        try
        {
            key = NewSigningKey.MakeNext(File.ReadAllBytes(authority), name, name, password, now);
        }
        catch (Exception unusable)
            when (unusable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SettingsException($"--authority {authority} can't be used: {unusable.Message}", unusable);
        }

        Directory.CreateDirectory(folder);
        Write(folder, SigningFile, key.Pkcs12.Span);
        Write(folder, CertificateFile, Encoding.ASCII.GetBytes(key.AuthorityPem + "\n"));
        Console.WriteLine(
            $"""
            Made in {folder}, for three years. {CertificateFile} is the same as before: what the former key signed stays valid.

            Enrollment__Issuer__SigningKey__File={Path.Combine(folder, SigningFile)}
            Enrollment__Issuer__SigningKey__Password=(the password)
            """
        );
    }

    /// <summary>The organization's name, once it and the folder are fit.</summary>
    static string Check(string folder, string organization, string[] names)
    {
        if (organization.Trim().Length is 0 or > 64)
            throw new SettingsException("--organization must have 1 to 64 characters.");
        return names.FirstOrDefault(name => File.Exists(Path.Combine(folder, name))) is { } taken
            ? throw new SettingsException($"{Path.Combine(folder, taken)} is there already. Name another folder.")
            : organization.Trim();
    }

    static void Write(string folder, string name, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(Path.Combine(folder, name), options);
        file.Write(content);
    }
}
