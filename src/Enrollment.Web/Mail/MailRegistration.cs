using Enrollment.Messages;
using Enrollment.Web.Hosting;

namespace Enrollment.Web.Mail;

static class MailRegistration
{
    /// <summary>Registers the way of messages: a mail server where one is set, and a maildir where none is.</summary>
    internal static IServiceCollection AddMail(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(settings.Mail);
        services.AddSingleton<MailComposer>();
        if (settings.Mail.Host.Length > 0)
        {
            services.AddScoped<IMessageTransport, SmtpTransport>();
            return services;
        }

        var folder = Maildir(settings);
        services.AddScoped<IMessageTransport>(scope => new MaildirTransport(
            folder,
            scope.GetRequiredService<MailComposer>()
        ));
        return services;
    }

    internal static string Maildir(Settings settings) => Path.Combine(settings.DataDirectory, "mail");
}
