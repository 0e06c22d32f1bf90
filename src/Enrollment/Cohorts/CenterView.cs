using System.Text.Json;
using Enrollment.Certificates;
using Enrollment.Pipeline;

namespace Enrollment.Cohorts;

/// <summary>A training center. <see cref="TimeZone"/> is an IANA name; <see cref="Country"/> is ISO 3166-1 alpha-2.</summary>
public sealed record CenterView
{
    public Guid Id { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public string? NameLocal { get; init; }
    public string? NameLanguage { get; init; }
    public IReadOnlyList<TextIn> FurtherNames { get; init; } = [];
    public string? City { get; init; }
    public string Country { get; init; } = "";
    public string TimeZone { get; init; } = "";
    public IReadOnlyList<Signatory> Signatories { get; init; } = [];
    public CertificateDelivery CertificateDelivery { get; init; }
    public int Version { get; init; }
}

/// <summary>The row as stored: signatories and further names are JSON arrays.</summary>
sealed record CenterRow
{
    public Guid Id { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public string? NameLocal { get; init; }
    public string? NameLanguage { get; init; }
    public string? FurtherNames { get; init; }
    public string? City { get; init; }
    public string Country { get; init; } = "";
    public string TimeZone { get; init; } = "";
    public string Signatories { get; init; } = "[]";
    public CertificateDelivery CertificateDelivery { get; init; }
    public int Version { get; init; }

    internal CenterView View() =>
        new()
        {
            Id = Id,
            Code = Code,
            Name = Name,
            NameLocal = NameLocal,
            NameLanguage = NameLanguage,
            FurtherNames = FurtherTexts.Read(FurtherNames) ?? [],
            City = City,
            Country = Country,
            TimeZone = TimeZone,
            Signatories = JsonSerializer.Deserialize<List<Signatory>>(Signatories)!,
            CertificateDelivery = CertificateDelivery,
            Version = Version,
        };
}
