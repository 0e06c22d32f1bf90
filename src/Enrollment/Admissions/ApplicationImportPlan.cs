using Enrollment.Data;
using Enrollment.People;
using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.Admissions;

/// <summary>What a row asks for, as the database stands: what a preview answers and an import then does.</summary>
sealed record PlannedApplication
{
    internal IReadOnlyList<FieldProblem> Problems { get; init; } = [];
    internal bool IsUnread { get; init; }
    internal PersonKey? Key { get; init; }
    internal PersonView? Person { get; init; }

    /// <summary>Whether the person is there and isn't known by the row's reference yet.</summary>
    internal bool Links { get; init; }

    /// <summary>What the person becomes; null where it stays.</summary>
    internal PersonFields? PersonAfter { get; init; }
    internal ExistingApplication? Existing { get; init; }

    /// <summary>The state that the application enters or goes to; null where it stays.</summary>
    internal ApplicationState? To { get; init; }

    /// <summary>The new text of a draft; null where it stays.</summary>
    internal string? Statement { get; init; }

    internal ImportOutcome Outcome =>
        Problems.Count > 0 || IsUnread ? ImportOutcome.Refused
        : Existing is null ? ImportOutcome.New
        : PersonAfter is not null || Links || To is not null || Statement is not null ? ImportOutcome.Changed
        : ImportOutcome.Unchanged;

    internal ImportAnswer Answer => new(Outcome, Existing?.Id, Problems);
}

sealed record ExistingApplication
{
    public Guid Id { get; init; }
    public ApplicationState State { get; init; }
    public string? Statement { get; init; }
    public int Version { get; init; }
}

/// <summary>What a cohort says of the applications that enter it.</summary>
sealed record ApplicationWindow
{
    public DateTimeOffset OpensAt { get; init; }
    public DateTimeOffset ClosesAt { get; init; }
    public DateOnly EndsOn { get; init; }
    public string TimeZone { get; init; } = "";
    public Guid? RoundId { get; init; }
    public bool HasRequirements { get; init; }

    /// <summary>The center's, ISO 3166-1 alpha-2.</summary>
    public string Country { get; init; } = "";

    /// <summary>A phone number without the code of a country is the center's country's.</summary>
    internal ImportedApplication Place(ImportedApplication row) =>
        row.Fields is { Phone: { } phone, PhoneCountry: null } && !phone.StartsWith('+')
            ? row with
            {
                Fields = row.Fields with { PhoneCountry = Country },
            }
            : row;

    /// <summary>A draft that was just written, as reading it would give it.</summary>
    internal ApplicationRow Draft(Guid id, Guid personId, Guid cohortId) =>
        new()
        {
            Id = id,
            PersonId = personId,
            CohortId = cohortId,
            State = ApplicationState.Draft,
            Version = 1,
            CohortRoundId = RoundId,
            OpensAt = OpensAt,
            ClosesAt = ClosesAt,
            EndsOn = EndsOn,
            TimeZone = TimeZone,
            HasRequirements = HasRequirements,
        };

    /// <summary>Why an application can't enter in the state now; null where it can (rule 1).</summary>
    internal Refusal? Forbids(ApplicationState state, bool afterClose, DateTimeOffset now) =>
        state == ApplicationState.Submitted && now < OpensAt ? ApplicationErrors.WindowNotOpen(OpensAt)
        : now >= ClosesAt && !afterClose ? ApplicationErrors.WindowClosed(ClosesAt)
        : null;
}

/// <summary>Plans the rows of one batch one after another; it reads and writes nothing else.</summary>
sealed class ApplicationImportPlan(
    Db db,
    PersonLookup people,
    IValidator<ImportedApplication> rules,
    ApplicationBatch batch,
    ApplicationWindow window,
    DateTimeOffset now
)
{
    static readonly ApplicationTransition submit = ApplicationTransitions.Of(ApplicationVerb.Submit);

    /// <summary>Looks for the people of a batch, of whom those with references are read at once.</summary>
    internal static async Task<PersonLookup> LookUpAsync(Db db, ApplicationBatch batch, CancellationToken token)
    {
        var people = new PersonLookup(db);
        // What can't be stored is nobody's; its row is refused.
        var references = batch.Rows.Select(row => row.Reference).OfType<string>().Where(FieldRules.IsProse);
        await people.ReadAsync(batch.Source, references, token);
        return people;
    }

    internal static Task<ApplicationWindow?> WindowAsync(Db db, Guid cohortId, CancellationToken token) =>
        db.FindAsync<ApplicationWindow>(Window, new { Id = cohortId }, token);

    internal async Task<PlannedApplication> PlanAsync(ImportedApplication row, CancellationToken token)
    {
        var problems = rules.Validate(row).Errors.Select(FieldProblems.Of).ToList();
        // A day's grace: today is already tomorrow in the easternmost zones.
        if (row.Fields.BirthDate > DateOnly.FromDateTime(now.UtcDateTime).AddDays(1))
            problems.AddRange(PersonErrors.BornInFuture.Problems);
        if (row.IsUnread)
            return new PlannedApplication { Problems = problems, IsUnread = true };
        if (PersonKey.Of(batch.Source, row.Reference, row.Fields) is not { } key)
            return new PlannedApplication { Problems = [.. problems, ImportProblems.NoKey] };
        if (problems.Exists(problem => problem.Code != PersonErrors.PhoneImpossible))
            return new PlannedApplication { Problems = problems };

        var match = await people.FindAsync(key, row.Fields, token);
        // A number that is there stays, whichever country's it is.
        if (problems.Count > 0 && match.Person?.Phone != row.Fields.Phone)
            return new PlannedApplication { Problems = problems };
        if (match.IsAmbiguous)
            return new PlannedApplication { Problems = [ImportProblems.AmbiguousPerson] };

        var existing = match.Person is { } known
            ? await db.FindAsync<ExistingApplication>(Find, new { PersonId = known.Id, batch.CohortId }, token)
            : null;
        var after = match.Person is { } person ? ImportedFields.Merge(person, row.Fields, row.OrderGiven) : row.Fields;
        var planned = Decide(row, existing, window, batch.AfterClose, now);
        return planned with
        {
            Key = key,
            Person = match.Person,
            Links = match.Person is not null && !match.IsLinked && row.Reference is not null,
            PersonAfter = after,
            Problems =
                after is not null && ImportedFields.Problem(after) is { } tooMany
                    ? [.. planned.Problems, tooMany]
                    : planned.Problems,
        };
    }

    /// <summary>
    /// A row that isn't there enters; a draft takes the row's text and may be submitted; an application that has gone on
    /// stays as it is, so that a file that is sent again takes nothing back.
    /// </summary>
    internal static PlannedApplication Decide(
        ImportedApplication row,
        ExistingApplication? existing,
        ApplicationWindow window,
        bool afterClose,
        DateTimeOffset now
    )
    {
        var isDraft = existing is null || submit.From.Contains(existing.State);
        var text = string.IsNullOrWhiteSpace(row.Statement) ? null : row.Statement;
        var newText = text is not null && !IsSame(text, existing?.Statement) ? text : null;
        var goes = existing?.State != row.State && isDraft;
        var problems = new List<FieldProblem>();
        if (row.State != ApplicationState.Draft && row.State != submit.To && existing?.State != row.State)
            problems.Add(
                existing is null ? ImportProblems.NotImportable(row.State) : ImportProblems.OtherState(existing.State)
            );
        else if (goes && window.Forbids(row.State, afterClose, now) is { } closed)
            problems.Add(ImportProblems.Field("state", closed));
        if (newText is not null && !isDraft)
            problems.Add(ImportProblems.Sent);

        return new PlannedApplication
        {
            Problems = problems,
            Existing = existing,
            To = goes ? row.State : null,
            Statement = newText,
        };
    }

    /// <summary>A spreadsheet program writes its own line breaks.</summary>
    static bool IsSame(string text, string? other) =>
        string.Equals(text.ReplaceLineEndings("\n"), other?.ReplaceLineEndings("\n"), StringComparison.Ordinal);

    internal static readonly Sql Window = new(
        $"""
        SELECT h.OpensAt, h.ClosesAt, h.EndsOn, h.TimeZone, h.RoundId, c.Country,
               {ApplicationRow.HasRequirementsColumn}
        FROM Cohorts h
        JOIN Centers c ON c.Id = h.CenterId
        WHERE h.Id = @Id
        """
    );

    internal static readonly Sql Find = new(
        """
        SELECT Id, State, Statement, Version FROM Applications WHERE PersonId = @PersonId AND CohortId = @CohortId
        """
    );
}
