using Enrollment.Accounts;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.People;

/// <summary>
/// Merges a record into another one of the same person, which gets all that belonged to it. The merged record stays as it was
/// and points to the survivor; <see cref="UnmergePerson"/> takes everything back. Issued certificates stay as issued.
/// </summary>
[Requires(Permission.MergePeople)]
public sealed record MergePeople(Guid MergedId, Guid SurvivorId, int? Version, string Reason) : ICommand<MergeView>;

/// <summary>A merge and what moved by it.</summary>
public sealed record MergeView
{
    public Guid Id { get; init; }
    public Guid MergedId { get; init; }
    public Guid SurvivorId { get; init; }

    /// <summary>The rows that went to the survivor, or came back from it.</summary>
    public int Applications { get; init; }
    public int Enrollments { get; init; }
    public int Awards { get; init; }
    public int ExternalIds { get; init; }
    public int NationalNumbers { get; init; }

    internal static MergeView Of(Guid id, Guid merged, Guid survivor, IReadOnlyList<MergedRow> moved)
    {
        return new()
        {
            Id = id,
            MergedId = merged,
            SurvivorId = survivor,
            Applications = Count(MergedRowKind.Application),
            Enrollments = Count(MergedRowKind.Enrollment),
            Awards = Count(MergedRowKind.Award),
            ExternalIds = Count(MergedRowKind.ExternalId),
            NationalNumbers = Count(MergedRowKind.NationalNumber),
        };

        int Count(MergedRowKind kind) => moved.Count(row => row.Kind == kind);
    }
}

sealed class MergePeopleValidator : AbstractValidator<MergePeople>
{
    public MergePeopleValidator()
    {
        RuleFor(c => c.SurvivorId)
            .NotEmpty()
            .NotEqual(c => c.MergedId)
            .WithMessage("Name another record: this one can't be merged into itself.")
            .OverridePropertyName("survivorId");
        RuleFor(c => c.Reason).Text(1_000);
    }
}

sealed class MergePeopleHandler(PersonMerging merging) : IRequestHandler<MergePeople, Result<MergeView>>
{
    public Task<Result<MergeView>> Handle(MergePeople request, CancellationToken cancellationToken) =>
        merging.MergeAsync(request, cancellationToken);
}
