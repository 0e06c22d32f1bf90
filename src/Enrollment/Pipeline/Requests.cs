using Enrollment.Accounts;
using MediatR;

namespace Enrollment.Pipeline;

/// <summary>What every request is, whatever it answers.</summary>
#pragma warning disable CA1040 // A marker that behaviors and tests select by.
public interface IUseCase;

/// <summary>A request that reads. It runs outside a transaction and sees what is committed.</summary>
public interface IQuery<T> : IRequest<Result<T>>, IUseCase;

/// <summary>A request that writes. It runs in a transaction that commits only if it succeeds.</summary>
public interface ICommand<T> : IRequest<Result<T>>, IUseCase, IChange;

/// <summary>Marks the requests that write.</summary>
public interface IChange;

/// <summary>
/// Marks the commands whose answer must not be stored: an idempotency key is passed over, since the answer that it keeps
/// would be a secret in plain text.
/// </summary>
public interface ISecretAnswer;
#pragma warning restore CA1040

/// <summary>
/// The permission that a request demands. Every request declares one: a test fails for a request without, and the
/// pipeline refuses to run it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequiresAttribute(Permission permission) : Attribute
{
    public Permission Permission { get; } = permission;
}
