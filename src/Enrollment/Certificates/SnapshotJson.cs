using System.Text.Encodings.Web;
using System.Text.Json;

namespace Enrollment.Certificates;

/// <summary>How a snapshot is kept: JSON with every script readable as it is.</summary>
static class SnapshotJson
{
    static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static string Write(CertificateSnapshot snapshot) => JsonSerializer.Serialize(snapshot, options);

    internal static CertificateSnapshot Read(string json) =>
        JsonSerializer.Deserialize<CertificateSnapshot>(json, options)!;
}
