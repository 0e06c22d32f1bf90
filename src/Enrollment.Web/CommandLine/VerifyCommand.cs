using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Enrollment.Credentials;
using Enrollment.Credentials.Verification;
using Enrollment.Documents.Signatures.Verification;
using Enrollment.Web.Hosting;
using Enrollment.Web.Issuing;

namespace Enrollment.Web.CommandLine;

/// <summary>
/// <c>enrollment verify FILE... --issuer FOLDER</c>: verifies certificates and credentials without a network, by what the
/// issuer publishes: its DID document, its status lists and the certificates of its signing authority and of the
/// authorities of time stamps. Exit code 0 only where each file is valid.
/// </summary>
static class VerifyCommand
{
    /// <summary>Many times a certificate's size.</summary>
    const int MostBytes = 20_000_000;

    internal static Command Create()
    {
        var files = new Argument<string[]>("files")
        {
            Description = "Certificates (.pdf), credentials (.json, .jwt) and badges (.svg, .png).",
            Arity = ArgumentArity.OneOrMore,
        };
        var issuer = new Option<string>("--issuer")
        {
            Description =
                "Folder with what the issuer publishes: did.json, ca.pem, the lists status-list* and suspension-list* "
                + "(.json or .jwt) and, where it has time stamps, tsa.pem.",
            Required = true,
        };
        var verify = new Command("verify", "Verifies certificates and credentials without a network.");
        verify.Arguments.Add(files);
        verify.Options.Add(issuer);
        verify.SetAction(
            (parsed, token) =>
                RunAsync(
                    parsed.GetRequiredValue(files),
                    parsed.GetRequiredValue(issuer),
                    TimeProvider.System.GetUtcNow(),
                    token
                )
        );
        return verify;
    }

    static async Task<int> RunAsync(string[] files, string folder, DateTimeOffset now, CancellationToken token)
    {
        var verifier = await OpenAsync(folder, now, token);
        var all = true;
        foreach (var file in files)
        {
            try
            {
                var answer = verifier.Verify(await ReadAsync(file, token), now);
                all &= answer.IsValid;
                Print(file, answer.IsValid ? "valid" : "NOT VALID", Lines(answer));
            }
            catch (SettingsException unreadable)
            {
                // The others are still worth knowing.
                all = false;
                Print(file, "NOT READ", [unreadable.Message]);
            }
        }

        return all ? 0 : 1;
    }

    static void Print(string file, string answer, IEnumerable<string> lines)
    {
        Console.WriteLine($"{file}: {answer}");
        foreach (var line in lines)
            Console.WriteLine($"  {line}");
    }

    static IEnumerable<string> Lines(FileAnswer answer)
    {
        // What isn't proven isn't repeated.
        if (answer.Signature is { Verdict: SignatureVerdict.Valid, Title: { } title })
            yield return $"Document: {title}";
        if (answer.Statement is { } statement)
        {
            yield return $"Certificate: {statement.Serial}";
            yield return $"Course: {statement.Course}";
            yield return $"Issuer: {statement.Issuer} ({statement.IssuerId})";
        }

        if (answer.Signature is { } signature)
        {
            yield return $"Signature: {Say(signature.Verdict.ToString(), signature.Problem)}";
            if (signature.SignerName is { } signer)
                yield return $"Signed by {signer}, certificate {signature.SignerFingerprint}";
            if (signature.SignedAt is { } at)
                yield return string.Create(CultureInfo.InvariantCulture, $"Signed at {at:u}, as the signer says");
            if (signature.StampedAt is { } stamped)
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Signed by {stamped:u}, as a time stamp says"
                );
        }

        if (answer.Credential is { } credential)
        {
            var problem = credential.Member is { } member
                ? $"{member} {credential.Problem}".TrimEnd()
                : credential.Problem;
            yield return $"Credential: {Say(credential.Verdict.ToString(), problem)}";
        }
        else
        {
            yield return "Credential: none";
        }
    }

    static string Say(string verdict, string? problem) => problem is null ? verdict : $"{verdict}: {problem}";

    /// <exception cref="SettingsException">What the folder holds can't be used.</exception>
    internal static async Task<FileVerifier> OpenAsync(string folder, DateTimeOffset now, CancellationToken token)
    {
        var did = Path.Combine(folder, "did.json");
        var stamps = Path.Combine(folder, "tsa.pem");
        try
        {
            var document = DidDocument.Read(await ReadAsync(did, token));
            var authorities = await AuthoritiesAsync(Path.Combine(folder, "ca.pem"), token);
            var ofStamps = File.Exists(stamps) ? await AuthoritiesAsync(stamps, token) : [];
            var lists = await ListsAsync(folder, document, now, token);
            return new FileVerifier(
                new SignatureVerifier(authorities, ofStamps),
                new CredentialVerifier([document], lists)
            );
        }
        catch (MalformedCredentialException malformed)
        {
            throw new SettingsException($"{did} is no DID document: {malformed.Message}.", malformed);
        }
        catch (Exception unreadable)
            when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SettingsException($"{folder} can't be read: {unreadable.Message}", unreadable);
        }
    }

    static async Task<X509Certificate2Collection> AuthoritiesAsync(string path, CancellationToken token)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(await File.ReadAllTextAsync(path, token));
        return authorities.Count > 0 ? authorities : throw new SettingsException($"{path} holds no certificate.");
    }

    static async Task<List<VerifiedStatusList>> ListsAsync(
        string folder,
        DidDocument document,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var verifier = new CredentialVerifier([document], []);
        var lists = new List<VerifiedStatusList>();
        string[] patterns = ["*status-list*", "*suspension-list*"];
        var paths = patterns.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern)).Distinct();
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            var (answer, list) = verifier.VerifyList(FileVerifier.Trim(await ReadAsync(path, token)), now);
            if (list is not null)
                lists.Add(list);
            else
                Console.WriteLine($"{path} is passed over: {Say(answer.Verdict.ToString(), answer.Problem)}");
        }

        return lists;
    }

    static async Task<byte[]> ReadAsync(string path, CancellationToken token)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                throw new SettingsException($"{path} is larger than any certificate.");
            return await File.ReadAllBytesAsync(path, token);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{path} can't be read: {unreadable.Message}", unreadable);
        }
    }
}
