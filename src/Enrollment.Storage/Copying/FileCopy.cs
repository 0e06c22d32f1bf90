using System.Data.Common;
using System.Security.Cryptography;
using Enrollment.Storage.Files;
using Enrollment.Storage.People;

namespace Enrollment.Storage.Copying;

/// <summary>
/// Brings the files that the register refers to from one data directory into another one, or looks whether they are
/// there when both are the same. What is there already stays as it is.
/// </summary>
static class FileCopy
{
    const int Batch = 64;

    internal static async Task<FilesCopied> RunAsync(
        DbConnection source,
        StorageOptions from,
        StorageOptions to,
        CancellationToken token
    )
    {
        var (taken, given) = (new DirectoryFileStore(from.FilesPath), new DirectoryFileStore(to.FilesPath));
        // Without it the numbers in the copied database are lost.
        IdentitySecretFile.Copy(from.DataDirectory, to.DataDirectory);
        var (referred, copied, missing) = (0L, 0L, new List<string>());
        foreach (
            var hashes in Hashes(source, "SELECT FileHash FROM Certificates WHERE FileHash IS NOT NULL").Chunk(Batch)
        )
        {
            var contents = new List<ReadOnlyMemory<byte>>();
            foreach (var hash in hashes)
            {
                if (await IsThereAsync(given, hash, token))
                    continue;
                if (await ReadAsync(taken, hash, token) is { } content)
                    contents.Add(content);
                else
                    missing.Add(hash);
            }

            await given.PutAsync(contents, token);
            (referred, copied) = (referred + hashes.Length, copied + contents.Count);
        }

        (taken, given) = (new DirectoryFileStore(from.DocumentsPath), new DirectoryFileStore(to.DocumentsPath));
        foreach (var hash in Hashes(source, "SELECT Hash FROM DocumentContents WHERE Uses > 0"))
        {
            referred++;
            if (await IsThereAsync(given, hash, token))
                continue;
            if (await CopyAsync(taken, given, hash, token))
                copied++;
            else
                missing.Add(hash);
        }

        return new FilesCopied(referred, copied, missing);
    }

    /// <summary>One at a time and in pieces: documents may be large. False when it isn't there or isn't what it was.</summary>
    static async Task<bool> CopyAsync(
        DirectoryFileStore taken,
        DirectoryFileStore given,
        string hash,
        CancellationToken token
    )
    {
        await using var file = await taken.OpenAsync(hash, token);
        if (file is null)
            return false;

        await using var received = await given.ReceiveAsync(file, long.MaxValue, token);
        if (received?.Hash != hash)
            return false;

        await received.KeepAsync(token);
        return true;
    }

    static IEnumerable<string> Hashes(DbConnection source, string sql)
    {
        using var command = source.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return reader.GetString(0);
    }

    static async Task<bool> IsThereAsync(DirectoryFileStore store, string hash, CancellationToken token)
    {
        await using var file = await store.OpenAsync(hash, token);
        return file is not null;
    }

    /// <summary>The file's bytes; null when it isn't there or isn't what it was.</summary>
    static async Task<ReadOnlyMemory<byte>?> ReadAsync(DirectoryFileStore store, string hash, CancellationToken token)
    {
        await using var file = await store.OpenAsync(hash, token);
        if (file is null)
            return null;

        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, token);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == hash ? bytes : (ReadOnlyMemory<byte>?)null;
    }
}
