using System.Globalization;
using Enrollment.Messages;
using Enrollment.Storage.Files;

namespace Enrollment.Web.Mail;

/// <summary>
/// Writes each message as a file into a maildir (cr.yp.to/proto/maildir.html), where it appears complete or not at all.
/// Its name follows from the message, so one that is written again takes the place of the first.
/// </summary>
sealed class MaildirTransport(string folder, MailComposer composer) : IMessageTransport
{
    readonly string tmp = Path.Combine(folder, "tmp");
    readonly string fresh = Path.Combine(folder, "new");

    public async Task<Delivery> DeliverAsync(OutgoingMessage message, CancellationToken token)
    {
        using var mail = composer.Compose(message);
        if (mail is null)
            return MailComposer.NoAddress(message);

        try
        {
            foreach (var part in new[] { tmp, fresh, Path.Combine(folder, "cur") })
                Directory.CreateDirectory(part);
            var name = string.Create(
                CultureInfo.InvariantCulture,
                $"{message.CreatedAt.ToUnixTimeSeconds()}.{message.Id:N}.enrollment"
            );
            var path = Path.Combine(tmp, name);
            await using (var file = File.Create(path))
            {
                await mail.WriteToAsync(file, CancellationToken.None);
                file.Flush(flushToDisk: true);
            }

            File.Move(path, Path.Combine(fresh, name), overwrite: true);
            DirectoryFlush.Flush(fresh);
            return Delivery.Delivered;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return new Delivery(DeliveryEnd.NoService, unwritable.Message);
        }
    }
}
