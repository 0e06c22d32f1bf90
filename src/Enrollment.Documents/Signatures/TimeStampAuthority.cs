using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace Enrollment.Documents.Signatures;

/// <summary>Asks a time-stamp authority (RFC 3161) for stamps. Thread-safe.</summary>
internal sealed class TimeStampAuthority
{
    private const string Query = "application/timestamp-query";
    private const string Reply = "application/timestamp-reply";

    private readonly TimeStampSettings settings;

    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public TimeStampAuthority(TimeStampSettings settings)
    {
        this.settings = settings;
        if (!settings.Address.IsAbsoluteUri || settings.Address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException("The time-stamp authority's Address must be an address with http or https.");
        }
        if (settings.Timeout <= TimeSpan.Zero || settings.Timeout > TimeSpan.FromMinutes(5))
        {
            throw new ArgumentException("The time-stamp authority's Timeout must be up to five minutes.");
        }
        if (settings.Room is < 1_000 or > 100_000)
        {
            throw new ArgumentException("The time-stamp authority's Room must be from 1,000 to 100,000 bytes.");
        }
    }

    public TimeStampSettings Settings => settings;

    /// <summary>A stamp over data, checked.</summary>
    /// <exception cref="TimeStampException">There is none. The message says why.</exception>
    public async Task<SignedCms> StampAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var request = Rfc3161TimestampRequest.CreateFromData(
            data.Span,
            HashAlgorithmName.SHA256,
            nonce: RandomNumberGenerator.GetBytes(16),
            requestSignerCertificates: true
        );
        var answer = await AskAsync(request.Encode(), cancellationToken);
        try
        {
            // Compares the hash and the nonce with the request's.
            var stamp = request.ProcessResponse(answer, out var read);
            if (read != answer.Length || !stamp.VerifySignatureForData(data.Span, out _))
            {
                throw Wrong("gave a stamp whose signature is wrong");
            }
            return stamp.AsSignedCms();
        }
        catch (CryptographicException error)
        {
            throw Wrong($"gave no usable stamp ({error.Message})", error);
        }
    }

    private async Task<byte[]> AskAsync(byte[] question, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(settings.Timeout);
        using var content = new ByteArrayContent(question);
        content.Headers.ContentType = new MediaTypeHeaderValue(Query);
        try
        {
            using var response = await AuthorityHttp.Client.PostAsync(settings.Address, content, limit.Token);
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType != Reply)
            {
                throw Wrong($"answered with status {(int)response.StatusCode} and no {Reply}");
            }
            return await response.Content.ReadAsByteArrayAsync(limit.Token);
        }
        catch (HttpRequestException error)
        {
            throw Wrong($"can't be reached ({error.Message})", error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw Wrong(
                FormattableString.Invariant($"didn't answer within {settings.Timeout.TotalSeconds} seconds"),
                error
            );
        }
    }

    private TimeStampException Wrong(string problem, Exception? cause = null) =>
        new($"The time-stamp authority {settings.Address} {problem}.", cause);
}

/// <summary>There is no time stamp.</summary>
internal sealed class TimeStampException(string message, Exception? innerException)
    : Exception(message, innerException);
