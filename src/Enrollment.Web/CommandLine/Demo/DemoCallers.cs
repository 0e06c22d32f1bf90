using Enrollment.Accounts;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>Who does what in a demo: nobody holds more permissions than the work needs.</summary>
static class DemoCallers
{
    internal static readonly Caller Admin = new("demo-admin", "Demo admin", Role.Admin);
    internal static readonly Caller Registrar = new("demo-registrar", "Demo registrar", Role.Registrar);
    internal static readonly Caller Instructor = new("demo-instructor", "Demo instructor", Role.Instructor);

    internal static Caller Applicant(Guid personId, string name) =>
        new($"person-{personId}", name, Role.Student, personId);
}
