using System.Collections.Frozen;

namespace Enrollment.Accounts;

/// <summary>What a request can demand of its caller.</summary>
public enum Permission
{
    /// <summary>Centers, courses, cohorts and certificates' verification: open to everybody.</summary>
    ReadCatalog,
    ManageCenters,
    ManageCourses,
    ManageCohorts,
    ReadPeople,
    ManagePeople,

    /// <summary>Read a national number in full, with a reason.</summary>
    RevealNationalNumbers,

    /// <summary>Decide whether two records are the same person, merge them and undo it.</summary>
    MergePeople,

    /// <summary>Read one's own applications, enrollments and released marks; staff read all.</summary>
    ReadOwnRecord,

    /// <summary>Apply, accept, decline and withdraw for oneself; a registrar for anybody.</summary>
    Apply,

    /// <summary>Mark oneself present by the code that the instructor shows.</summary>
    CheckIn,
    DecideApplications,

    /// <summary>Score the applications that one was made a reviewer of.</summary>
    ReviewApplications,
    ManageEnrollments,
    ManageSchemes,
    EnterMarks,
    ReadMarks,

    /// <summary>Set deadlines and grant extensions.</summary>
    ManageDeadlines,

    /// <summary>Draw samples for second marking and settle what two markers differ about.</summary>
    ModerateMarks,

    /// <summary>Tell of extenuating circumstances: a student of the own, a registrar for anybody.</summary>
    ClaimCircumstances,
    ReleaseResults,
    HoldBoard,

    /// <summary>Appeal against one's own result; a registrar on anybody's behalf.</summary>
    Appeal,

    /// <summary>Review and decide appeals against work that one hasn't marked.</summary>
    DecideAppeals,
    IssueCertificates,
    RevokeCertificates,
    ReadCertificates,
    ReadAudit,
    ReadInsight,

    /// <summary>See what was written to applicants and trainees.</summary>
    ReadMessages,

    /// <summary>Take messages from the outbox and say what became of them: the program's own job.</summary>
    SendMessages,

    /// <summary>Bring in records of another system, decisions included.</summary>
    Import,
}

/// <summary>The one table of who may what.</summary>
public static class Permissions
{
    static readonly FrozenSet<Permission> anonymous = Set([], Permission.ReadCatalog);
    static readonly FrozenSet<Permission> student = Set(
        anonymous,
        Permission.ReadOwnRecord,
        Permission.Apply,
        Permission.CheckIn,
        Permission.Appeal,
        Permission.ClaimCircumstances
    );

    static readonly FrozenSet<Permission> instructor = Set(
        anonymous,
        Permission.ReadOwnRecord,
        Permission.ReadPeople,
        Permission.ReviewApplications,
        Permission.ReadMarks,
        Permission.EnterMarks,
        Permission.ManageDeadlines,
        Permission.DecideAppeals
    );

    static readonly FrozenSet<Permission> registrar = Set(
        anonymous,
        Permission.ReadOwnRecord,
        Permission.Apply,
        Permission.ManageCohorts,
        Permission.ReadPeople,
        Permission.ManagePeople,
        Permission.RevealNationalNumbers,
        Permission.MergePeople,
        Permission.DecideApplications,
        Permission.ReviewApplications,
        Permission.ManageEnrollments,
        Permission.ReadMarks,
        Permission.ManageDeadlines,
        Permission.ModerateMarks,
        Permission.ClaimCircumstances,
        Permission.ReleaseResults,
        Permission.HoldBoard,
        Permission.Appeal,
        Permission.DecideAppeals,
        Permission.IssueCertificates,
        Permission.RevokeCertificates,
        Permission.ReadCertificates,
        Permission.ReadAudit,
        Permission.ReadInsight,
        Permission.ReadMessages
    );

    static readonly FrozenSet<Permission> manager = Set(
        anonymous,
        Permission.ReadOwnRecord,
        Permission.ManageCenters,
        Permission.ManageCourses,
        Permission.ManageCohorts,
        Permission.ManageSchemes,
        Permission.ReadPeople,
        Permission.ReadMarks,
        Permission.DecideAppeals,
        Permission.ReadCertificates,
        Permission.ReadAudit,
        Permission.ReadInsight,
        Permission.ReadMessages
    );

    static readonly FrozenSet<Permission> admin = Enum.GetValues<Permission>().ToFrozenSet();

    public static FrozenSet<Permission> Of(Role role) =>
        role switch
        {
            Role.Anonymous => anonymous,
            Role.Student => student,
            Role.Instructor => instructor,
            Role.Registrar => registrar,
            Role.Manager => manager,
            Role.Admin => admin,
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
        };

    static FrozenSet<Permission> Set(IEnumerable<Permission> inherited, params Permission[] own) =>
        inherited.Concat(own).ToFrozenSet();
}
