using System.Security.Cryptography;
using Enrollment.Admissions.Documents;
using Enrollment.Data;

namespace Enrollment.Storage.Files;

/// <summary>
/// Files in a directory: the content with hash abcd.. is <c>ab/cd..</c>. A file appears under its name only when it is
/// complete and on the disk, so a crash leaves at most a <c>.tmp</c> file that nothing refers to. What is received in
/// pieces grows in the folder <c>incoming</c>.
/// </summary>
sealed class DirectoryFileStore(string root) : IDocumentStore
{
    // Flushing is waiting for the disk, which takes many flushes at once better than one after another.
    const int Parallel = 16;
    const int HashLength = 64;
    const string Temporary = ".tmp";

    string Incoming => Path.Combine(root, "incoming");

    public async Task<IReadOnlyList<string>> PutAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> files,
        CancellationToken token
    )
    {
        var keys = new string[files.Count];
        var distinct = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = Convert.ToHexStringLower(SHA256.HashData(files[i].Span));
            distinct[keys[i]] = files[i];
        }

        try
        {
            await StoreAsync(distinct, token);
        }
        catch (IOException failure)
        {
            throw new FileStoreException(failure);
        }

        return keys;
    }

    async Task StoreAsync(Dictionary<string, ReadOnlyMemory<byte>> distinct, CancellationToken token)
    {
        var folders = distinct.Keys.Select(FolderOf).Distinct(StringComparer.Ordinal).ToList();
        CreateFolders(folders);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = token };
        await System.Threading.Tasks.Parallel.ForEachAsync(
            distinct,
            options,
            async (file, inner) => await StoreAsync(file.Key, file.Value, inner)
        );
        // A file's name is part of its directory, which has to reach the disk as well; even when the file was there,
        // since another request may have put it there a moment ago.
        await System.Threading.Tasks.Parallel.ForEachAsync(
            folders,
            options,
            (folder, _) =>
            {
                DirectoryFlush.Flush(folder);
                return ValueTask.CompletedTask;
            }
        );
    }

    public Task<Stream?> OpenAsync(string hash, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var path = PathOf(hash);
        try
        {
            return Task.FromResult<Stream?>(
                new FileStream(
                    path,
                    new FileStreamOptions
                    {
                        Share = FileShare.Read | FileShare.Delete,
                        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                    }
                )
            );
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public async Task<IReceivedFile?> ReceiveAsync(Stream content, long mostBytes, CancellationToken token)
    {
        Directory.CreateDirectory(Incoming);
        var received = new ReceivedFile(
            Path.Combine(Incoming, Path.GetRandomFileName() + Temporary),
            hash =>
            {
                CreateFolders([FolderOf(hash)]);
                return PathOf(hash);
            }
        );
        try
        {
            if (await received.ReceiveAsync(content, mostBytes, token))
                return received;
        }
        catch
        {
            await received.DisposeAsync();
            throw;
        }

        await received.DisposeAsync();
        return null;
    }

    public Task RemoveAsync(string hash, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var path = PathOf(hash);
        if (File.Exists(path))
            File.Delete(path);
        return Task.CompletedTask;
    }

    public Task<int> SweepAsync(TimeSpan age, CancellationToken token)
    {
        var swept = 0;
        if (!Directory.Exists(Incoming))
            return Task.FromResult(0);

        // The times of files are the machine's, whatever clock the program goes by.
        var before = TimeProvider.System.GetUtcNow() - age;
        foreach (var left in new DirectoryInfo(Incoming).EnumerateFiles($"*{Temporary}"))
        {
            token.ThrowIfCancellationRequested();
            if (left.LastWriteTimeUtc <= before && IsHeldByNobody(left))
            {
                left.Delete();
                swept++;
            }
        }

        return Task.FromResult(swept);
    }

    /// <summary>A process that dies loses its locks.</summary>
    static bool IsHeldByNobody(FileInfo file)
    {
        try
        {
            file.Open(FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return true;
        }
        catch (IOException)
        {
            // It is being received, or is gone by now.
            return false;
        }
    }

    async ValueTask StoreAsync(string hash, ReadOnlyMemory<byte> content, CancellationToken token)
    {
        var path = PathOf(hash);
        if (IsThere(path))
            return;

        var temporary = $"{path}.{Path.GetRandomFileName()}{Temporary}";
        try
        {
            using (var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                await RandomAccess.WriteAsync(handle, content, 0, token);
                RandomAccess.FlushToDisk(handle);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public IEnumerable<string> List(TimeSpan least, TimeSpan most)
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var folder in Directory.Exists(root) ? new DirectoryInfo(root).EnumerateDirectories("??") : [])
        {
            foreach (var file in folder.EnumerateFiles())
            {
                var age = now - file.LastWriteTimeUtc;
                if (age > least && file.Extension == Temporary)
                    file.Delete();
                else if (age > least && age <= most && file.Name.Length == HashLength - folder.Name.Length)
                    yield return folder.Name + file.Name;
            }
        }
    }

    public bool Remove(string hash, TimeSpan least)
    {
        var path = PathOf(hash);
        var aside = $"{path}.{Path.GetRandomFileName()}{Temporary}";
        try
        {
            File.Move(path, aside);
        }
        catch (FileNotFoundException)
        {
            return false;
        }

        // From here on whoever stores it writes it anew; whoever stored it just before left the time of that.
        if (TimeProvider.System.GetUtcNow() - File.GetLastWriteTimeUtc(aside) <= least)
        {
            File.Move(aside, path, overwrite: true);
            return false;
        }

        File.Delete(aside);
        return true;
    }

    /// <summary>Whether the file is there; if so it counts as stored now, which keeps it from being swept.</summary>
    static bool IsThere(string path)
    {
        try
        {
            if (!File.Exists(path))
                return false;
            File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (FileNotFoundException)
        {
            // Swept in between.
            return false;
        }
    }

    void CreateFolders(IEnumerable<string> folders)
    {
        var missing = folders.Where(folder => !Directory.Exists(folder)).ToList();
        if (missing.Count == 0)
            return;

        var rootIsNew = !Directory.Exists(root);
        foreach (var folder in missing)
            Directory.CreateDirectory(folder);

        DirectoryFlush.Flush(root);
        if (rootIsNew)
            DirectoryFlush.Flush(Path.GetDirectoryName(Path.GetFullPath(root))!);
    }

    string FolderOf(string hash) => Path.Combine(root, hash[..2]);

    /// <summary>Refuses what isn't a key, so that no key leads out of the directory.</summary>
    string PathOf(string hash)
    {
        if (hash.Length != HashLength || !hash.All(char.IsAsciiHexDigitLower))
            throw new ArgumentException("A file's key is 64 lower-case hexadecimal digits.", nameof(hash));

        return Path.Combine(FolderOf(hash), hash[2..]);
    }
}
