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
/// issuer publishes: its DID document, its status lists and the certificate of its signing authority. Exit code 0 only
/// where each is valid.
/// </summary>
static class VerifyCommand
{
    /// <summary>Many times a certificate's size.</summary>
    const int MostBytes = 20_000_000;

    internal static Command Create()
    {
        var files = new Argument<string[]>("files")
        {
            Description = "Certificates (.pdf) and credentials (.json, .jwt).",
            Arity = ArgumentArity.OneOrMore,
        };
        var issuer = new Option<string>("--issuer")
        {
            Description =
                "Folder with what the issuer publishes: did.json, status lists (status-list*.json or .jwt) and ca.pem.",
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
            var answer = verifier.Verify(await ReadAsync(file, token), now);
            all &= answer.IsValid;
            Console.WriteLine($"{file}: {(answer.IsValid ? "valid" : "NOT VALID")}");
            foreach (var line in Lines(answer))
                Console.WriteLine($"  {line}");
        }

        return all ? 0 : 1;
    }

    static IEnumerable<string> Lines(FileAnswer answer)
    {
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
        var authority = Path.Combine(folder, "ca.pem");
        try
        {
            var document = DidDocument.Read(await ReadAsync(did, token));
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPem(await File.ReadAllTextAsync(authority, token));
            if (authorities.Count == 0)
                throw new SettingsException($"{authority} holds no certificate.");
            var lists = new List<VerifiedStatusList>();
            foreach (var path in Directory.EnumerateFiles(folder, "*status-list*").Order(StringComparer.Ordinal))
            {
                var (answer, list) = new CredentialVerifier([document], []).VerifyList(
                    await ReadAsync(path, token),
                    now
                );
                if (list is not null)
                    lists.Add(list);
                else
                    Console.WriteLine($"{path} is passed over: {Say(answer.Verdict.ToString(), answer.Problem)}");
            }

            return new FileVerifier(new SignatureVerifier(authorities), new CredentialVerifier([document], lists));
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
