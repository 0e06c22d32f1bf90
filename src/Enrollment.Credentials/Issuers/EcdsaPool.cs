using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Enrollment.Credentials.Issuers;

/// <summary>
/// One key for several threads: ECDsa isn't documented as safe for them, and making one costs more than a signature.
/// </summary>
/// <exception cref="CryptographicException">The parameters are no key.</exception>
sealed class EcdsaPool
{
    readonly ECParameters parameters;
    readonly ConcurrentBag<ECDsa> idle = [];

    internal EcdsaPool(ECParameters parameters)
    {
        this.parameters = parameters;
        Return(Rent());
    }

    internal ECDsa Rent() => idle.TryTake(out var key) ? key : ECDsa.Create(parameters);

    internal void Return(ECDsa key) => idle.Add(key);
}
