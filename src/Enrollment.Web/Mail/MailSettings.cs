using System.Net;
using Enrollment.Web.Hosting;
using MimeKit;

namespace Enrollment.Web.Mail;

/// <summary>
/// The mail server that messages go to, under <c>Enrollment:Mail</c>. Without a host they are written to a maildir in the
/// data directory, from where any mail program or delivery agent can take them.
/// </summary>
public sealed class MailSettings
{
    /// <summary>Name or address of the SMTP server; empty: there is none.</summary>
    public string Host { get; set; } = "";

    /// <summary>587 for submission; on 465 the connection is encrypted from its first byte.</summary>
    public int Port { get; set; } = 587;

    /// <summary>Whether the connection must become encrypted; off only for a server on the same machine or network.</summary>
    public bool StartTls { get; set; } = true;

    /// <summary>Account on the server; empty: it takes messages without one.</summary>
    public string User { get; set; } = "";
    public string Password { get; set; } = "";

    /// <summary>The sender, <c>name@example.org</c> or <c>Training Center &lt;name@example.org&gt;</c>.</summary>
    public string From { get; set; } = "";

    /// <summary>How long the server may take to a connection, and again to a message: 1 to 120 seconds.</summary>
    public int TimeoutSeconds { get; set; } = 30;

    internal TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    internal MailboxAddress Sender =>
        MailAddresses.Sender(From) ?? new MailboxAddress("Enrollment", "enrollment@localhost");

    internal void Check()
    {
        if (From.Length > 0 && MailAddresses.Sender(From) is null)
            throw new SettingsException("Enrollment:Mail:From must be an address such as office@example.org.");
        if (Host.Length == 0)
        {
            if (User.Length > 0 || Password.Length > 0)
                throw new SettingsException("Enrollment:Mail:Host is needed where a User or a Password is set.");
            return;
        }

        if (string.IsNullOrWhiteSpace(Host))
            throw new SettingsException("Enrollment:Mail:Host must name a mail server, or be left out.");
        if (From.Length == 0)
            throw new SettingsException("Enrollment:Mail:From is needed with Enrollment:Mail:Host.");
        if (Port is < 1 or > 65_535)
            throw new SettingsException("Enrollment:Mail:Port must lie between 1 and 65535.");
        if (TimeoutSeconds is < 1 or > 120)
            throw new SettingsException("Enrollment:Mail:TimeoutSeconds must lie between 1 and 120.");
        if (User.Length > 0 != Password.Length > 0)
            throw new SettingsException("Enrollment:Mail:User and Enrollment:Mail:Password come together.");
        if (User.Length > 0 && !StartTls && Port != 465 && !IsThisMachine())
        {
            throw new SettingsException(
                "Enrollment:Mail:StartTls is off, so Enrollment:Mail:Password would be sent readable. Turn it on, or leave "
                    + "User and Password out."
            );
        }
    }

    bool IsThisMachine() =>
        Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));
}
