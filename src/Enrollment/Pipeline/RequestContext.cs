using Enrollment.Accounts;

namespace Enrollment.Pipeline;

/// <summary>Who asks, and under which idempotency key; set once per scope by whoever opens it.</summary>
public sealed class RequestContext
{
    public Caller Caller { get; set; } = Caller.Anonymous;

    /// <summary>The key under which a repeated command answers with the first answer; null: no such protection.</summary>
    public IdempotencyKey? Idempotency { get; set; }
}

/// <summary>
/// The caller's key (1 to 200 characters) and a hash of the whole request that it belongs to, so that a key that is
/// used for something else is noticed.
/// </summary>
public sealed record IdempotencyKey(string Key, string RequestHash);
