namespace Enrollment.Tests.Storage;

/// <summary>A new directory that is removed with all that is in it.</summary>
sealed class TemporaryDirectory : IDisposable
{
    internal string FullPath { get; } = Directory.CreateTempSubdirectory("enrollment-tests-").FullName;

    internal string File(string name) => Path.Combine(FullPath, name);

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
