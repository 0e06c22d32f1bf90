using Enrollment.Data;

namespace Enrollment.Admissions;

/// <summary>
/// Keeps an application in its state until the command ends: who adds to an application in that state and who takes it
/// out of there at the same moment wait for one another on its row.
/// </summary>
public sealed record HeldApplication
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public Guid CohortId { get; init; }
    public ApplicationState State { get; init; }

    internal static Task<HeldApplication?> FindAsync(Db db, Guid id, CancellationToken token) =>
        db.FindAsync<HeldApplication>(ById, new { Id = id }, token);

    /// <summary>Call it before the command writes anything else.</summary>
    /// <exception cref="LostRaceException">It has left the state since it was read.</exception>
    internal Task HoldAsync(Db db, CancellationToken token) =>
        db.ChangeAsync(Hold, new { Id, State = State.ToString() }, "application", token);

    internal static readonly Sql ById = new("SELECT Id, PersonId, CohortId, State FROM Applications WHERE Id = @Id");

    internal static readonly Sql Hold = new(
        "UPDATE Applications SET Version = Version WHERE Id = @Id AND State = @State"
    );
}
