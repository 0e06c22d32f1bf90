using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Enrollment.Documents.Signatures.Keys;

/// <summary>
/// One private key for several threads: keys aren't documented as safe for them, and making one costs more than a
/// signature.
/// </summary>
internal sealed class KeyPool(Func<AsymmetricAlgorithm> create)
{
    private readonly ConcurrentBag<AsymmetricAlgorithm> idle = [];

    public T Use<T>(Func<AsymmetricAlgorithm, T> use)
    {
        var key = idle.TryTake(out var found) ? found : create();
        var result = use(key);
        // Not after an exception: the key may be what is wrong.
        idle.Add(key);
        return result;
    }
}
