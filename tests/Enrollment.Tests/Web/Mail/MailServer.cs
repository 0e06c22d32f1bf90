using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Enrollment.Tests.Web.Mail;

/// <summary>A mail server on a port of its own, which takes everything unless it is told otherwise.</summary>
sealed class MailServer : IAsyncDisposable, IMessageStore, IMailboxFilter, IUserAuthenticator
{
    readonly ConcurrentQueue<MimeMessage> taken = new();
    readonly bool demandsUser;
    readonly int? mostBytes;
    CancellationTokenSource? running;
    Task stopped = Task.CompletedTask;

    /// <param name="demandsUser">Whether it takes messages only from users that it knows.</param>
    /// <param name="mostBytes">The largest message that it takes, as it says at the greeting; null: any.</param>
    internal MailServer(bool demandsUser = false, int? mostBytes = null)
    {
        this.demandsUser = demandsUser;
        this.mostBytes = mostBytes;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    internal int Port { get; }

    internal IReadOnlyList<MimeMessage> Taken => [.. taken];

    /// <summary>What it answers to a recipient's address; null: it takes it.</summary>
    internal Func<string, SmtpResponse?> Recipient { get; set; } = _ => null;

    /// <summary>What it answers to a message's content.</summary>
    internal SmtpResponse Content { get; set; } = SmtpResponse.Ok;

    /// <summary>The sender that it lets in, or everybody.</summary>
    internal Func<string, bool> From { get; set; } = _ => true;

    internal void Start()
    {
        var builder = new SmtpServerOptionsBuilder();
        if (mostBytes is { } most)
            builder.MaxMessageSize(most, MaxMessageSizeHandling.Strict);
        var options = builder
            .ServerName("mail.example.org")
            .Endpoint(e =>
                e.Endpoint(new IPEndPoint(IPAddress.Loopback, Port))
                    .AllowUnsecureAuthentication()
                    .AuthenticationRequired(demandsUser)
            )
            .Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add((IMessageStore)this);
        services.Add((IMailboxFilter)this);
        services.Add((IUserAuthenticator)this);
        running = new CancellationTokenSource();
        stopped = new SmtpServer.SmtpServer(options, services).StartAsync(running.Token);
    }

    internal async Task StopAsync()
    {
        if (running is null)
            return;

        await running.CancelAsync();
        await stopped;
        running.Dispose();
        running = null;
    }

    public Task<SmtpResponse> SaveAsync(
        ISessionContext context,
        IMessageTransaction transaction,
        ReadOnlySequence<byte> buffer,
        CancellationToken cancellationToken
    )
    {
        using var bytes = new MemoryStream(buffer.ToArray());
        var message = MimeMessage.Load(bytes, cancellationToken);
        if (Content.ReplyCode == SmtpReplyCode.Ok)
            taken.Enqueue(message);
        return Task.FromResult(Content);
    }

    public Task<bool> CanAcceptFromAsync(
        ISessionContext context,
        IMailbox from,
        int size,
        CancellationToken cancellationToken
    ) => Task.FromResult(From($"{from.User}@{from.Host}"));

    public Task<bool> CanDeliverToAsync(
        ISessionContext context,
        IMailbox to,
        IMailbox from,
        CancellationToken cancellationToken
    ) =>
        Recipient($"{to.User}@{to.Host}") is { } answer
            ? throw new SmtpResponseException(answer)
            : Task.FromResult(true);

    public Task<bool> AuthenticateAsync(
        ISessionContext context,
        string user,
        string password,
        CancellationToken cancellationToken
    ) => Task.FromResult((user, password) == ("office", "right"));

    public async ValueTask DisposeAsync() => await StopAsync();
}
