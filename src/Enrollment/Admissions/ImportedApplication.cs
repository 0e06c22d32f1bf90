using Enrollment.People;
using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.Admissions;

/// <summary>An application as another system holds it.</summary>
public sealed record ImportedApplication
{
    /// <summary>The applicant's id in the other system, up to 100 characters; null: known by e-mail, birth date and name.</summary>
    public string? Reference { get; init; }

    /// <summary>The applicant; what is null stays as it is where the person is there already.</summary>
    public required PersonFields Fields { get; init; }

    /// <summary>Whether the order of the names is meant; else that of a person who is there stays.</summary>
    public bool OrderGiven { get; init; }

    /// <summary>Draft or Submitted; another state only where the application is in it already.</summary>
    public ApplicationState State { get; init; } = ApplicationState.Submitted;

    /// <summary>Up to 10,000 characters; null or blank leaves a draft's text as it is.</summary>
    public string? Statement { get; init; }

    /// <summary>A part of it couldn't be read: it is refused, and the rest is judged so that all faults are named at once.</summary>
    public bool IsUnread { get; init; }
}

/// <summary>Applications to one cohort from one system, 0 to 1,000 of them.</summary>
/// <param name="CohortId">Where they go.</param>
/// <param name="Source">The system that the references belong to.</param>
/// <param name="AfterClose">Whether they enter although the window has closed; noted in the audit trail of each.</param>
/// <param name="Rows">Each is judged by itself.</param>
public sealed record ApplicationBatch(
    Guid CohortId,
    string Source,
    bool AfterClose,
    IReadOnlyList<ImportedApplication> Rows
);

public enum ImportOutcome
{
    /// <summary>The application wasn't there.</summary>
    New,

    /// <summary>The application or what is known of its applicant changes.</summary>
    Changed,
    Unchanged,
    Refused,
}

/// <summary>
/// What became of a row; of a preview, what would. The problems are those that it was refused for, or for which an import
/// left it a draft.
/// </summary>
public sealed record ImportAnswer(ImportOutcome Outcome, Guid? ApplicationId, IReadOnlyList<FieldProblem> Problems);

/// <summary>An answer for each row, in their order.</summary>
public sealed record ApplicationImport(IReadOnlyList<ImportAnswer> Answers);

sealed class ApplicationBatchValidator : AbstractValidator<ApplicationBatch>
{
    public ApplicationBatchValidator()
    {
        RuleFor(b => b.CohortId).NotEmpty();
        RuleFor(b => b.Source)
            .Code()
            .NotEqual(PersonKey.OwnData)
            .WithMessage($"The source '{PersonKey.OwnData}' is the program's own. Choose another name.");
        RuleFor(b => b.Rows).Must(rows => rows is { Count: <= 1_000 });
    }
}

/// <summary>The rules of one row; a row that breaks them is refused, and the others go on.</summary>
sealed class ImportedApplicationValidator : AbstractValidator<ImportedApplication>
{
    public ImportedApplicationValidator(IPhoneNumbers phones)
    {
        RuleFor(a => a.Reference).OptionalText(100);
        RuleFor(a => a.Fields).SetValidator(new PersonFieldsValidator(phones));
        RuleFor(a => a.State).IsInEnum();
        RuleFor(a => a.Statement).Prose(10_000);
    }
}
