using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Enrollment.Documents.Signatures.Keys;

namespace Enrollment.Documents.Signatures.Revocation;

/// <summary>
/// Asks the authorities of certificates whether those were revoked, and keeps the answers for as long as they may be used.
/// Thread-safe.
/// </summary>
internal sealed class RevocationSource(TimeSpan timeout)
{
    // As fresh as this, whatever longer time the authority allows.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Proof> proofs = new(StringComparer.Ordinal);

    private sealed record Proof(ReadOnlyMemory<byte> Bytes, bool IsList, DateTimeOffset Until);

    /// <summary>Whether a certificate says where to ask.</summary>
    public static bool IsOffered(X509Certificate2 certificate) => Addresses(certificate).Count > 0;

    /// <summary>The proof that no certificate of these chains was revoked.</summary>
    /// <param name="chains">Each from a signer upward.</param>
    /// <param name="at">The time of signing.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    /// <exception cref="RevocationException">One was, or it can't be told.</exception>
    public async Task<ValidationData> FindAsync(
        IEnumerable<IReadOnlyList<X509Certificate2>> chains,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<string, Proof>(StringComparer.Ordinal);
        var certificates = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var chain in chains)
        {
            for (var i = 0; i < chain.Count; i++)
            {
                certificates[chain[i].Thumbprint] = chain[i].RawDataMemory;
                if (SigningCertificate.IsSelfIssued(chain[i]))
                {
                    continue;
                }
                var issuer =
                    i + 1 < chain.Count ? chain[i + 1] : throw Unknown(chain[i], "its authority isn't at hand");
                found[chain[i].Thumbprint] = await ProveAsync(chain[i], issuer, at, cancellationToken);
            }
        }
        return new(
            [.. certificates.Values],
            [.. found.Values.Where(proof => !proof.IsList).Select(proof => proof.Bytes)],
            [.. found.Values.Where(proof => proof.IsList).Select(proof => proof.Bytes)]
        );
    }

    private async Task<Proof> ProveAsync(
        X509Certificate2 certificate,
        X509Certificate2 issuer,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        if (proofs.TryGetValue(certificate.Thumbprint, out var known) && at <= known.Until)
        {
            return known;
        }
        foreach (var (address, isList) in Addresses(certificate))
        {
            var exchange = new OcspExchange(certificate, issuer);
            if (await AskAsync(address, isList ? null : exchange.Question(), cancellationToken) is not { } bytes)
            {
                continue;
            }
            var (status, next) = isList
                ? RevocationList.Judge(bytes, certificate, issuer, at)
                : exchange.Judge(bytes, at);
            if (status == RevocationStatus.Revoked)
            {
                throw new RevocationException($"The certificate of {NameOf(certificate)} is revoked.", isRevoked: true);
            }
            if (status == RevocationStatus.Good)
            {
                var until = next < at + Longest ? next.Value : at + Longest;
                return proofs[certificate.Thumbprint] = new(bytes, isList, until);
            }
        }
        throw Unknown(certificate, "no address in it gives a usable answer");
    }

    /// <summary>What an address answers; null where it doesn't.</summary>
    private async Task<byte[]?> AskAsync(Uri address, byte[]? question, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        using var request = new HttpRequestMessage(question is null ? HttpMethod.Get : HttpMethod.Post, address);
        if (question is not null)
        {
            request.Content = new ByteArrayContent(question);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/ocsp-request");
        }
        try
        {
            using var response = await AuthorityHttp.Client.SendAsync(request, limit.Token);
            return response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync(limit.Token) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    // Responders first: a list tells of everybody's certificates and may be long.
    private static List<(Uri Address, bool IsList)> Addresses(X509Certificate2 certificate)
    {
        try
        {
            return
            [
                .. RevocationAddresses.Responders(certificate).Select(address => (address, false)),
                .. RevocationAddresses.Lists(certificate).Select(address => (address, true)),
            ];
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException)
        {
            return [];
        }
    }

    private static RevocationException Unknown(X509Certificate2 certificate, string reason) =>
        new($"Whether the certificate of {NameOf(certificate)} is revoked can't be told: {reason}.", isRevoked: false);

    private static string NameOf(X509Certificate2 certificate) =>
        certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
}

/// <summary>A certificate was revoked, or it can't be told whether it was.</summary>
internal sealed class RevocationException(string message, bool isRevoked) : Exception(message)
{
    public bool IsRevoked => isRevoked;
}
