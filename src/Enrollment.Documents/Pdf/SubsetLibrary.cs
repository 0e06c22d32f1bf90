using System.Runtime.InteropServices;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// The entry points of HarfBuzz's subsetter that the managed package doesn't wrap (hb-subset.h, HarfBuzz 14.4). Handles
/// are pointers; whoever creates one destroys it.
/// </summary>
internal static partial class SubsetLibrary
{
    private const string Library = "libHarfBuzzSharp";

    /// <summary>HB_SUBSET_FLAGS_NO_HINTING: devices today don't use the instructions of a TrueType outline.</summary>
    public const uint NoHinting = 0x1;

    /// <summary>HB_SUBSET_FLAGS_NOTDEF_OUTLINE: keeps the shape of glyph 0, which PDF/A wants present.</summary>
    public const uint NotdefOutline = 0x40;

    /// <summary>HB_SUBSET_FLAGS_NO_LAYOUT_CLOSURE: text is already shaped, no other glyph can be reached.</summary>
    public const uint NoLayoutClosure = 0x200;

    /// <summary>HB_SUBSET_SETS_DROP_TABLE_TAG.</summary>
    public const int DropTables = 3;

    [LibraryImport(Library, EntryPoint = "hb_subset_preprocess")]
    public static partial nint Preprocess(nint face);

    [LibraryImport(Library, EntryPoint = "hb_subset_input_create_or_fail")]
    public static partial nint CreateInput();

    [LibraryImport(Library, EntryPoint = "hb_subset_input_destroy")]
    public static partial void DestroyInput(nint input);

    [LibraryImport(Library, EntryPoint = "hb_subset_input_set_flags")]
    public static partial void SetFlags(nint input, uint flags);

    [LibraryImport(Library, EntryPoint = "hb_subset_input_glyph_set")]
    public static partial nint GlyphSet(nint input);

    [LibraryImport(Library, EntryPoint = "hb_subset_input_set")]
    public static partial nint InputSet(nint input, int kind);

    [LibraryImport(Library, EntryPoint = "hb_subset_input_old_to_new_glyph_mapping")]
    public static partial nint GlyphMapping(nint input);

    [LibraryImport(Library, EntryPoint = "hb_subset_or_fail")]
    public static partial nint Subset(nint face, nint input);

    [LibraryImport(Library, EntryPoint = "hb_set_add")]
    public static partial void Add(nint set, uint value);

    [LibraryImport(Library, EntryPoint = "hb_map_set")]
    public static partial void Map(nint map, uint key, uint value);

    [LibraryImport(Library, EntryPoint = "hb_face_reference_blob")]
    public static partial nint ReferenceBlob(nint face);

    [LibraryImport(Library, EntryPoint = "hb_face_destroy")]
    public static partial void DestroyFace(nint face);

    [LibraryImport(Library, EntryPoint = "hb_blob_get_data")]
    public static partial nint BlobData(nint blob, out uint length);

    [LibraryImport(Library, EntryPoint = "hb_blob_destroy")]
    public static partial void DestroyBlob(nint blob);
}
