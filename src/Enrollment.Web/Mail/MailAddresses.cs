using MimeKit;

namespace Enrollment.Web.Mail;

static class MailAddresses
{
    /// <summary>Whether it is an address alone, with a local part and a domain, as an envelope demands.</summary>
    internal static bool IsAddress(string text) =>
        MailboxAddress.TryParse(text, out var parsed)
        && parsed.Address == text
        && text.Split('@') is [{ Length: > 0 }, { Length: > 0 }]
        && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    /// <summary>The sender of messages: an address, with a name or without; null where it is neither.</summary>
    internal static MailboxAddress? Sender(string text) =>
        MailboxAddress.TryParse(text, out var parsed) && IsAddress(parsed.Address) ? parsed : null;
}
