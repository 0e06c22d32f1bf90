using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// Copies a scheme, frozen or not, to be the next one of its course version or of another: there it can be changed
/// before cohorts are assessed by it (rule 12).
/// </summary>
[Requires(Permission.ManageSchemes)]
public sealed record CopyScheme(Guid Id, Guid? CourseVersionId) : ICommand<SchemeView>;

sealed class CopySchemeHandler(Db db, SchemeAdding schemes) : IRequestHandler<CopyScheme, Result<SchemeView>>
{
    public async Task<Result<SchemeView>> Handle(CopyScheme request, CancellationToken cancellationToken)
    {
        var source = await SchemeReader.LoadAsync(db, request.Id, cancellationToken);
        if (source is null)
            return Refusal.NotFound("scheme", request.Id);

        return await schemes.AddAsync(
            request.CourseVersionId ?? source.CourseVersionId,
            source,
            new { CopyOf = request.Id },
            cancellationToken
        );
    }
}
