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
    ) =>
        Result<IReadOnlyDictionary<Guid, CertificateDesign>>.Of(
            await LoadAsync(db, published, request.Ids, cancellationToken)
        );

    internal static async Task<IReadOnlyDictionary<Guid, CertificateDesign>> LoadAsync(
        Db db,
        PublishedDesigns published,
        IReadOnlyCollection<Guid> ids,
        CancellationToken token
    )
    {
        var loaded = new Dictionary<Guid, CertificateDesign>(ids.Count);
        foreach (var id in ids)
        {
            if (!published.ById.TryGetValue(id, out var design))
            {
                var view = (await DesignHandler.FindAsync(db, id, token))!;
                design = published.ById.GetOrAdd(id, view.Design);
            }

            loaded.Add(id, design);
        }

        return loaded;
    }
}
