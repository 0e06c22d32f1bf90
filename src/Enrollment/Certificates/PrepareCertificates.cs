using Enrollment.Accounts;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>
/// Takes up to 500 enrollments through the award gate, freezes what their certificates say and takes their numbers.
/// Each row ends prepared or with its own reason. A row that a crash left prepared is taken up where it stood.
/// </summary>
[Requires(Permission.IssueCertificates)]
public sealed record PrepareCertificates(IReadOnlyList<Guid> EnrollmentIds) : ICommand<CertificatesPrepared>;

/// <summary>Prepares the certificate of one enrollment; what keeps it from one refuses the command.</summary>
[Requires(Permission.IssueCertificates)]
public sealed record PrepareCertificate(Guid EnrollmentId) : ICommand<CertificateRow>;

public sealed record CertificatesPrepared(IReadOnlyList<CertificateRow> Rows);

/// <summary>One row of an issue: its certificate, or the problem that kept it from one.</summary>
public sealed record CertificateRow(Guid EnrollmentId, Guid? CertificateId, string? Serial, FieldProblem? Problem);

sealed class PrepareCertificatesValidator : AbstractValidator<PrepareCertificates>
{
    public PrepareCertificatesValidator() =>
        RuleFor(c => c.EnrollmentIds)
            .Must(ids => ids is { Count: >= 1 and <= 500 })
            .WithMessage("Name 1 to 500 enrollments at once.");
}

sealed class PrepareCertificatesHandler(CertificateDraft draft)
    : IRequestHandler<PrepareCertificates, Result<CertificatesPrepared>>
{
    public async Task<Result<CertificatesPrepared>> Handle(
        PrepareCertificates request,
        CancellationToken cancellationToken
    )
    {
        var rows = await draft.PrepareAsync(request.EnrollmentIds, replacing: null, cancellationToken);
        return new CertificatesPrepared(rows);
    }
}

sealed class PrepareCertificateHandler(CertificateDraft draft)
    : IRequestHandler<PrepareCertificate, Result<CertificateRow>>
{
    public async Task<Result<CertificateRow>> Handle(PrepareCertificate request, CancellationToken cancellationToken)
    {
        var row = (await draft.PrepareAsync([request.EnrollmentId], replacing: null, cancellationToken))[0];
        return row.Problem is { } problem ? CertificateErrors.Of(problem) : row;
    }
}
