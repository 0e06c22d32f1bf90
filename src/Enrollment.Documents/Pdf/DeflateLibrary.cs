using System.Runtime.InteropServices;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// The entry points of libdeflate (libdeflate.h, 1.x): it packs what is in memory as a whole, and keeps what it works with
/// from one to the next, where zlib clears 300 KB for each stream anew.
/// </summary>
internal static partial class DeflateLibrary
{
    // As Debian and most others name it. Where it is missing the runtime's zlib takes its place.
    private const string Library = "libdeflate.so.0";

    public static bool IsPresent { get; } =
        NativeLibrary.TryLoad(Library, typeof(DeflateLibrary).Assembly, null, out _);

    /// <summary>A compressor for a level from 1 (fast) to 12 (small), for one thread at a time; whoever creates it frees it.</summary>
    [LibraryImport(Library, EntryPoint = "libdeflate_alloc_compressor")]
    public static partial nint Create(int level);

    [LibraryImport(Library, EntryPoint = "libdeflate_free_compressor")]
    public static partial void Free(nint compressor);

    /// <summary>Bytes that so many can take at most.</summary>
    [LibraryImport(Library, EntryPoint = "libdeflate_zlib_compress_bound")]
    public static partial nuint Bound(nint compressor, nuint length);

    /// <summary>Bytes written; 0 where there isn't room enough.</summary>
    [LibraryImport(Library, EntryPoint = "libdeflate_zlib_compress")]
    public static partial nuint Compress(
        nint compressor,
        ReadOnlySpan<byte> data,
        nuint length,
        Span<byte> packed,
        nuint room
    );
}
