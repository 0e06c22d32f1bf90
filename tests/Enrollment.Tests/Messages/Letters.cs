using System.Collections.Concurrent;
using Enrollment.Messages;
using Enrollment.People;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Enrollment.Tests.Messages;

/// <summary>A mail server of the tests' own: keeps what it takes, and answers as it is told.</summary>
sealed class Letters : IMailTransport
{
    readonly ConcurrentQueue<OutgoingMessage> taken = new();

    internal IReadOnlyList<OutgoingMessage> Taken => [.. taken];

    internal Delivery Answer { get; set; } = Delivery.Delivered;

    internal TimeSpan Takes { get; init; }

    internal Action<IServiceCollection> Services => services => services.AddSingleton<IMailTransport>(this);

    public async Task<Delivery> DeliverAsync(OutgoingMessage message, CancellationToken token)
    {
        await Task.Delay(Takes, token);
        if (Answer.End == DeliveryEnd.Delivered)
            taken.Enqueue(message);
        return Answer;
    }
}

static class MessageSystem
{
    /// <summary>What the job does: batch after batch until one does nothing.</summary>
    internal static async Task SendMessagesAsync(this TestSystem system)
    {
        while ((await system.BatchAsync()) > 0) { }
    }

    internal static async Task<int> BatchAsync(this TestSystem system) =>
        (await system.AsSystemAsync<MessageSending, Result<int>>((s, token) => s.SendBatchAsync(token))).Value;

    internal static async Task<IReadOnlyList<MessageView>> MessagesAsync(this TestSystem system, Guid? person = null) =>
        (await system.DoAsync(new ListMessages(null, person, null, null, 200))).Items;

    internal static async Task<Guid> AddReachableAsync(
        this TestSystem system,
        string? email = "dana@example.org",
        string? language = null
    )
    {
        var fields = PersonBuilder.Fields() with { Email = email, Language = language };
        return (await system.DoAsync(new CreatePerson(fields))).Id;
    }
}
