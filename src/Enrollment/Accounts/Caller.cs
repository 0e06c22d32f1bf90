namespace Enrollment.Accounts;

/// <summary>What somebody is in the system. Accounts per center build on these.</summary>
public enum Role
{
    Anonymous,
    Student,
    Instructor,
    Registrar,
    Manager,
    Admin,
}

/// <summary>
/// Who sends a request. <paramref name="Id"/> is stable and goes into the audit trail;
/// <paramref name="PersonId"/> is the person record of a student, null for staff.
/// </summary>
public sealed record Caller(string Id, string Name, Role Role, Guid? PersonId = null)
{
    public static Caller Anonymous { get; } = new("anonymous", "Anonymous", Role.Anonymous);

    /// <summary>The program itself: jobs and commands on the terminal.</summary>
    public static Caller System { get; } = new("system", "System", Role.Admin);

    public bool May(Permission permission) => Permissions.Of(Role).Contains(permission);

    /// <summary>Staff act for anybody; a student only for the own person.</summary>
    public bool MayActFor(Guid personId) => Role > Role.Student || PersonId == personId;
}
