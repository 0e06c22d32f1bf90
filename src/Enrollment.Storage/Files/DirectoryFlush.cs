using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Enrollment.Storage.Files;

/// <summary>
/// Flushes a directory's entries to the disk, which .NET has no call for: without it a renamed file may be gone after a
/// power failure. Windows has no such call either: NTFS writes names through its journal.
/// </summary>
public static class DirectoryFlush
{
    const int ReadOnly = 0;
    const int Interrupted = 4;

    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
            return;

        var descriptor = Open(Encoding.UTF8.GetBytes(path + '\0'), ReadOnly);
        if (descriptor < 0)
            throw Failure(path);

        try
        {
            while (FSync(descriptor) != 0)
            {
                if (Marshal.GetLastPInvokeError() != Interrupted)
                    throw Failure(path);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    static IOException Failure(string path) =>
        new($"The directory {path} can't be flushed to the disk.", new Win32Exception(Marshal.GetLastPInvokeError()));

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int FSync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Close(int descriptor);
}
