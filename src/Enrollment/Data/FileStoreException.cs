namespace Enrollment.Data;

/// <summary>The files' disk takes nothing at the moment; the message is for the caller.</summary>
#pragma warning disable CA1032 // It makes no sense without its cause.
public sealed class FileStoreException(Exception cause)
    : Exception(
        "The file can't be stored: the disk is full or fails. Nothing was changed. Tell whoever runs this installation.",
        cause
    );
#pragma warning restore CA1032
