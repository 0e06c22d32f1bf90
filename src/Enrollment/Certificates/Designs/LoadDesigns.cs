using System.Collections.Concurrent;
using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Designs;

/// <summary>The contents of published designs, by id.</summary>
[Requires(Permission.IssueCertificates)]
sealed record LoadDesigns(IReadOnlyCollection<Guid> Ids) : IQuery<IReadOnlyDictionary<Guid, CertificateDesign>>;

/// <summary>Published designs that were loaded; they never change, so one is read once in the life of a process.</summary>
sealed class PublishedDesigns
{
    internal ConcurrentDictionary<Guid, CertificateDesign> ById { get; } = new();
}

sealed class LoadDesignsHandler(Db db, PublishedDesigns published)
    : IRequestHandler<LoadDesigns, Result<IReadOnlyDictionary<Guid, CertificateDesign>>>
{
    public async Task<Result<IReadOnlyDictionary<Guid, CertificateDesign>>> Handle(
        LoadDesigns request,
        CancellationToken cancellationToken
    )
    {
        var loaded = new Dictionary<Guid, CertificateDesign>(request.Ids.Count);
        foreach (var id in request.Ids)
        {
            if (!published.ById.TryGetValue(id, out var design))
            {
                var view = (await DesignHandler.FindAsync(db, id, cancellationToken))!;
                design = published.ById.GetOrAdd(id, view.Design);
            }

            loaded.Add(id, design);
        }

        return loaded;
    }
}
