using System.Globalization;
using System.Net.Sockets;
using Enrollment.Messages;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.IO;

namespace Enrollment.Web.Mail;

/// <summary>
/// Hands messages to a mail server over one connection, which is made for the first of a batch and again after it broke.
/// </summary>
sealed class SmtpTransport(MailSettings settings, MailComposer composer) : IMessageTransport, IAsyncDisposable
{
    readonly SmtpClient client = new() { Timeout = (int)settings.Timeout.TotalMilliseconds };

    public async Task<Delivery> DeliverAsync(OutgoingMessage message, CancellationToken token)
    {
        using var mail = composer.Compose(message);
        if (mail is null)
            return MailComposer.NoAddress(message);

        return await ConnectAsync(token) ?? TooLarge(mail) ?? await SendAsync(mail);
    }

    /// <summary>Null, or that the server has said beforehand that it takes no message of this size (RFC 1870).</summary>
    Delivery? TooLarge(MimeMessage mail)
    {
        if (!client.Capabilities.HasFlag(SmtpCapabilities.Size) || client.MaxSize == 0)
            return null;

        using var measure = new MeasuringStream();
        mail.WriteTo(measure, CancellationToken.None);
        return measure.Length <= client.MaxSize
            ? null
            : new Delivery(
                DeliveryEnd.Refused,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The message has {measure.Length} bytes, and the mail server takes at most {client.MaxSize}."
                )
            );
    }

    /// <summary>Null, or why there is no connection.</summary>
    async Task<Delivery?> ConnectAsync(CancellationToken token)
    {
        if (client.IsConnected && client.IsAuthenticated == settings.User.Length > 0)
            return null;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(token);
        patience.CancelAfter(settings.Timeout);
        try
        {
            await CloseAsync();
            await client.ConnectAsync(settings.Host, settings.Port, Security(), patience.Token);
            if (settings.User.Length > 0)
                await client.AuthenticateAsync(settings.User, settings.Password, patience.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return token.IsCancellationRequested
                ? NoService("The program stopped before the server had answered.")
                : NoAnswer();
        }
        catch (Exception failure)
            when (IsOfTheLine(failure)
                || failure
                    is SmtpCommandException
                        or AuthenticationException
                        or SslHandshakeException
                        or NotSupportedException
            )
        {
            await CloseAsync();
            return NoService(failure.Message.Split('\n')[0]);
        }
    }

    /// <summary>
    /// Isn't broken off when the program stops: a message that the server might have taken would come twice.
    /// </summary>
    async Task<Delivery> SendAsync(MimeMessage mail)
    {
        using var patience = new CancellationTokenSource(settings.Timeout);
        try
        {
            await client.SendAsync(mail, patience.Token);
            return Delivery.Delivered;
        }
        catch (SmtpCommandException answer)
        {
            var error = string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode} {answer.Message}");
            return answer.ErrorCode switch
            {
                // Too large for the server, whatever it was answered to: about the message, although the sender was named.
                _ when answer.StatusCode == SmtpStatusCode.ExceededStorageAllocation => new Delivery(
                    DeliveryEnd.Refused,
                    error
                ),
                SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted => new Delivery(
                    (int)answer.StatusCode >= 500 ? DeliveryEnd.Refused : DeliveryEnd.Delayed,
                    error
                ),
                // It is about us: the sender's address, or what the session may do.
                _ => NoService(error),
            };
        }
        catch (NotSupportedException unable)
        {
            // An address with letters beyond ASCII, and a server that doesn't know how to take it (RFC 6531).
            return new Delivery(DeliveryEnd.Refused, unable.Message);
        }
        catch (OperationCanceledException)
        {
            return NoAnswer();
        }
        catch (Exception failure) when (IsOfTheLine(failure))
        {
            return NoService(failure.Message);
        }
    }

    SecureSocketOptions Security() =>
        settings.Port == 465 ? SecureSocketOptions.SslOnConnect
        : settings.StartTls ? SecureSocketOptions.StartTls
        : SecureSocketOptions.None;

    static bool IsOfTheLine(Exception failure) =>
        failure
            is ProtocolException
                or IOException
                or SocketException
                or TimeoutException
                or ServiceNotConnectedException;

    static Delivery NoService(string error) => new(DeliveryEnd.NoService, error);

    Delivery NoAnswer() =>
        NoService(string.Create(CultureInfo.InvariantCulture, $"No answer within {settings.TimeoutSeconds} seconds."));

    /// <summary>Says goodbye where somebody listens still; the connection ends in any case.</summary>
    async Task CloseAsync()
    {
        if (!client.IsConnected)
            return;

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await client.DisconnectAsync(quit: true, patience.Token);
        }
        catch (Exception failure)
            when (IsOfTheLine(failure) || failure is SmtpCommandException or OperationCanceledException)
        {
            // The server went first.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        client.Dispose();
    }
}
