using Enrollment.Accounts;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Designs;

/// <summary>A made-up certificate of a design as PDF, marked as a specimen and not signed.</summary>
[Requires(Permission.ReadCertificates)]
public sealed record PreviewDesign(Guid Id) : IQuery<DesignPreview>;

/// <summary>A name for the file, without its ending, and the PDF.</summary>
public sealed record DesignPreview(string Name, ReadOnlyMemory<byte> Pdf);

sealed class PreviewDesignHandler(Db db, ICertificateRenderer renderer, CertificateOptions options, TimeProvider time)
    : IRequestHandler<PreviewDesign, Result<DesignPreview>>
{
    public async Task<Result<DesignPreview>> Handle(PreviewDesign request, CancellationToken cancellationToken)
    {
        if (await DesignHandler.FindAsync(db, request.Id, cancellationToken) is not { } design)
            return Refusal.NotFound("design", request.Id);

        var center = (
            await db.FindAsync<CenterRow>(GetCenterHandler.ById, new { Id = design.CenterId }, cancellationToken)
        )!;
        var snapshot = Sample(center.View(), design.Id, LocalDay.Of(time.GetUtcNow(), center.TimeZone));
        if (renderer.FindUnprintable(snapshot) is [var character, ..])
            return CertificateErrors.Of(CertificateErrors.Unprintable(character));

        var name = FormattableString.Invariant($"{center.Code}-design-{design.Number}");
        return new DesignPreview(name, renderer.Render(snapshot, default, design.Design));
    }

    /// <summary>All that a certificate can have, so that nothing of the design stays unseen.</summary>
    CertificateSnapshot Sample(CenterView center, Guid designId, DateOnly today)
    {
        const string code = "SPEC-IMEN-SPEC-IMEN-SPEC-I";
        return new CertificateSnapshot
        {
            TemplateVersion = renderer.DesignedTemplateVersion,
            DesignId = designId,
            Serial = $"{center.Code}-CERT-0000-000000",
            VerificationCode = code,
            VerificationUrl = options.VerificationUrl(code),
            Names = [new("Cyrl", "Әсемгүл Мысалқызы Үлгібаева"), new("Latn", "Assemgul Mysalkyzy Ulgibayeva")],
            CourseCode = "EV-101",
            CourseTitle = "Maintenance of Electric Vehicles",
            CourseTitleLocal = "Электромобильдерге қызмет көрсету",
            CourseTitleLanguage = "kk",
            FurtherCourseTitles =
            [
                new("ru", "Техническое обслуживание электромобилей"),
                new("zh", "电动汽车维护"),
                new("ar", "صيانة المركبات الكهربائية"),
            ],
            Hours = 480,
            Credits = 16.5m,
            NqfLevel = 4,
            CenterName = center.Name,
            CenterNameLocal = center.NameLocal,
            CenterNameLanguage = center.NameLanguage,
            FurtherCenterNames = center.FurtherNames,
            City = center.City,
            StartsOn = today.AddMonths(-6),
            EndsOn = today.AddDays(-14),
            AwardedOn = today.AddDays(-7),
            IssuedOn = today,
            ExpiresOn = today.AddYears(5),
            Award = nameof(Assessments.BoardDecision.Merit),
            Mark = 87,
            MinutesNumber = "0/0000",
            Signatories = center.Signatories,
            Specimen = true,
        };
    }
}
