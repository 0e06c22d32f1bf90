using Enrollment.Accounts;

namespace Enrollment.Tests.Testing;

/// <summary>One caller of each role.</summary>
static class Callers
{
    internal static Caller Instructor { get; } = new("u-instructor", "Instructor", Role.Instructor);
    internal static Caller OtherInstructor { get; } = new("u-instructor-2", "Second instructor", Role.Instructor);
    internal static Caller Registrar { get; } = new("u-registrar", "Registrar", Role.Registrar);
    internal static Caller Manager { get; } = new("u-manager", "Manager", Role.Manager);
    internal static Caller Admin { get; } = new("u-admin", "Admin", Role.Admin);

    internal static Caller Student(Guid personId) => new($"u-{personId:N}", "Student", Role.Student, personId);

    /// <summary>A caller of the role; a student is the person.</summary>
    internal static Caller Of(Role role, Guid personId) =>
        role switch
        {
            Role.Anonymous => Caller.Anonymous,
            Role.Student => Student(personId),
            Role.Instructor => Instructor,
            Role.Registrar => Registrar,
            Role.Manager => Manager,
            Role.Admin => Admin,
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
        };
}
