namespace Enrollment.Storage.People;

/// <summary>The installation's secrets, opened once: the present one, then those that numbers were sealed with before.</summary>
sealed record IdentityKeyring(IReadOnlyList<IdentitySecret> Secrets);
