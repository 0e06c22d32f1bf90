using Enrollment.Messages;
using MimeKit;

namespace Enrollment.Web.Mail;

/// <summary>
/// Makes the mail of a message: plain text in UTF-8, names and subject of any script encoded (RFC 2047), and a file that
/// comes with it as an attachment, byte for byte.
/// </summary>
sealed class MailComposer(MailSettings settings, TimeProvider time)
{
    readonly MailboxAddress sender = settings.Sender;

    /// <summary>Null where the recipient's address is none that a mail can be sent to.</summary>
    internal MimeMessage? Compose(OutgoingMessage message)
    {
        if (!MailAddresses.IsAddress(message.Recipient))
            return null;

        var text = new TextPart("plain") { Text = message.Text.Body };
        text.Headers.Add(HeaderId.ContentLanguage, message.Language);
        var mail = new MimeMessage
        {
            Subject = message.Text.Subject,
            Date = time.GetUtcNow(),
            // The same at each attempt, so that a receiver can drop what comes twice.
            MessageId = $"{message.Id:N}@{sender.Domain}",
            Body = message.File is { } file ? new Multipart("mixed") { text, Attachment(file) } : text,
        };
        mail.From.Add(sender);
        mail.To.Add(new MailboxAddress(message.RecipientName, message.Recipient));
        // So that no absence notice comes back (RFC 3834).
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }

    static MimePart Attachment(OutgoingFile file) =>
        new("application", "pdf")
        {
            Content = new MimeContent(new MemoryStream(file.Content.ToArray())),
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = file.Name,
        };

    internal static Delivery NoAddress(OutgoingMessage message) =>
        new(DeliveryEnd.NoAddress, $"'{message.Recipient}' isn't an address that mail can be sent to.");
}
