using System.Security.Cryptography;
using Enrollment.Admissions.Documents;
using Enrollment.Data;

namespace Enrollment.Storage.Files;

/// <summary>
/// A temporary file that is being received, then is a whole content. It stays open until it is disposed, and so locked:
/// the sweep can tell it from one that a process left when it died.
/// </summary>
sealed class ReceivedFile : IReceivedFile
{
    const int PieceLength = 80 * 1024;

    readonly Func<string, string> place;
    readonly string path;
    readonly FileStream file;
    bool kept;

    /// <param name="path">Of the temporary file, which must not exist.</param>
    /// <param name="place">The path of a hash; its folder is made and durable when it is answered.</param>
    internal ReceivedFile(string path, Func<string, string> place)
    {
        (this.path, this.place) = (path, place);
        file = Writing(() =>
            new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    Share = FileShare.Read | FileShare.Delete,
                    BufferSize = 0,
                    Options = FileOptions.Asynchronous,
                }
            )
        );
    }

    public string Hash { get; private set; } = "";

    public long Bytes { get; private set; }

    /// <summary>Reads the content to its end and onto the disk. False when it is longer.</summary>
    internal async Task<bool> ReceiveAsync(Stream content, long mostBytes, CancellationToken token)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[PieceLength];
        int read;
        while ((read = await content.ReadAsync(piece, token)) > 0)
        {
            Bytes += read;
            if (Bytes > mostBytes)
                return false;

            hash.AppendData(piece, 0, read);
            try
            {
                await file.WriteAsync(piece.AsMemory(0, read), token);
            }
            catch (IOException full)
            {
                throw new FileStoreException(full);
            }
        }

        Writing(() =>
        {
            file.Flush(flushToDisk: true);
            return true;
        });
        Hash = Convert.ToHexStringLower(hash.GetHashAndReset());
        return true;
    }

    public Stream Open() =>
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    public Task KeepAsync(CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        Writing(() =>
        {
            var target = place(Hash);
            // One of another length was damaged since; this one is what its name says.
            if (new FileInfo(target) is not { Exists: true } there || there.Length != Bytes)
            {
                File.Move(path, target, overwrite: true);
                kept = true;
            }

            // Even where it was there: another request may have put it there a moment ago.
            DirectoryFlush.Flush(Path.GetDirectoryName(target)!);
            return true;
        });
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        // Before it is closed: from then on the sweep may take it.
        if (!kept)
            File.Delete(path);
        await file.DisposeAsync();
    }

    static T Writing<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (IOException failure)
        {
            throw new FileStoreException(failure);
        }
    }
}
