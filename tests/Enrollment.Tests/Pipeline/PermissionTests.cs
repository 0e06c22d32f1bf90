using System.Reflection;
using Enrollment.Accounts;
using Enrollment.Admissions;
using Enrollment.Admissions.Selection;
using Enrollment.Assessments;
using Enrollment.Assessments.Appeals;
using Enrollment.Assessments.Circumstances;
using Enrollment.Assessments.Deadlines;
using Enrollment.Assessments.Moderation;
using Enrollment.Audit;
using Enrollment.Certificates;
using Enrollment.Certificates.Wallets;
using Enrollment.Cohorts;
using Enrollment.Cohorts.Sessions;
using Enrollment.Enrollments;
using Enrollment.Enrollments.Attendance;
using Enrollment.Messages;
using Enrollment.People;
using Enrollment.Pipeline;
using Enrollment.Tests.Architecture;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Pipeline;

public sealed class PermissionTests
{
    /// <summary>What the codes of an offer open, whoever sends them.</summary>
    static readonly Type[] wallets = [typeof(RedeemWalletOffer), typeof(CollectCredential)];

    /// <summary>Who may send what matters most, written out: a slip in the one table shows here.</summary>
    public static TheoryData<Type, Role[]> Matrix =>
        new()
        {
            { typeof(VerifyCertificate), Enum.GetValues<Role>() },
            { typeof(ListCohorts), Enum.GetValues<Role>() },
            { typeof(CreateApplication), [Role.Student, Role.Registrar, Role.Admin] },
            { typeof(ChangeApplication), [Role.Student, Role.Registrar, Role.Admin] },
            { typeof(CreateSelection), [Role.Registrar, Role.Manager, Role.Admin] },
            { typeof(ChangeReviewer), [Role.Registrar, Role.Manager, Role.Admin] },
            { typeof(SetScores), [Role.Instructor, Role.Registrar, Role.Admin] },
            { typeof(OfferBest), [Role.Registrar, Role.Admin] },
            { typeof(PreviewOffers), [Role.Registrar, Role.Admin] },
            { typeof(GetRanking), [Role.Registrar, Role.Admin] },
            { typeof(ImportApplications), [Role.Registrar, Role.Admin] },
            { typeof(PreviewApplicationImport), [Role.Registrar, Role.Admin] },
            { typeof(ListApplicationRecords), [Role.Instructor, Role.Registrar, Role.Manager, Role.Admin] },
            { typeof(GetTraineeResult), Enum.GetValues<Role>()[1..] },
            { typeof(CreatePerson), [Role.Registrar, Role.Admin] },
            { typeof(SetBackground), [Role.Student, Role.Registrar, Role.Admin] },
            { typeof(SetRequirements), [Role.Manager, Role.Admin] },
            { typeof(ListPeople), [Role.Instructor, Role.Registrar, Role.Manager, Role.Admin] },
            { typeof(ListMarks), [Role.Instructor, Role.Registrar, Role.Manager, Role.Admin] },
            { typeof(SetMark), [Role.Instructor, Role.Admin] },
            { typeof(RecordMarks), [Role.Instructor, Role.Admin] },
            { typeof(SetDeadlines), [Role.Instructor, Role.Registrar, Role.Admin] },
            { typeof(SetExtension), [Role.Instructor, Role.Registrar, Role.Admin] },
            { typeof(SetSecondMark), [Role.Instructor, Role.Admin] },
            { typeof(ModerateMark), [Role.Registrar, Role.Admin] },
            { typeof(DrawSample), [Role.Registrar, Role.Admin] },
            { typeof(ListMarkHistory), [Role.Instructor, Role.Registrar, Role.Manager, Role.Admin] },
            { typeof(LodgeClaim), [Role.Student, Role.Registrar, Role.Admin] },
            { typeof(DecideClaim), [Role.Registrar, Role.Admin] },
            { typeof(ListClaims), [Role.Registrar, Role.Admin] },
            { typeof(CreateSession), [Role.Registrar, Role.Manager, Role.Admin] },
            { typeof(RecordAttendance), [Role.Instructor, Role.Admin] },
            { typeof(ListAttendance), [Role.Instructor, Role.Registrar, Role.Manager, Role.Admin] },
            { typeof(GetEnrollmentAttendance), Enum.GetValues<Role>()[1..] },
            { typeof(GetCheckInCode), [Role.Instructor, Role.Admin] },
            { typeof(CheckIn), [Role.Student, Role.Admin] },
            { typeof(ReleaseResults), [Role.Registrar, Role.Admin] },
            { typeof(HoldBoardMeeting), [Role.Registrar, Role.Admin] },
            { typeof(RecordDecisions), [Role.Registrar, Role.Admin] },
            { typeof(SealMinutes), [Role.Registrar, Role.Admin] },
            { typeof(UpdateBoardMeeting), [Role.Registrar, Role.Admin] },
            { typeof(SetBoardCohorts), [Role.Registrar, Role.Admin] },
            { typeof(DecideUnflagged), [Role.Registrar, Role.Admin] },
            { typeof(ChangeDecision), [Role.Registrar, Role.Admin] },
            { typeof(RemoveDecision), [Role.Registrar, Role.Admin] },
            { typeof(GetAgenda), [Role.Instructor, Role.Registrar, Role.Manager, Role.Admin] },
            { typeof(LodgeAppeal), [Role.Student, Role.Registrar, Role.Admin] },
            { typeof(WithdrawAppeal), [Role.Student, Role.Registrar, Role.Admin] },
            { typeof(DecideAppeal), [Role.Instructor, Role.Registrar, Role.Manager, Role.Admin] },
            { typeof(ListAppeals), [Role.Instructor, Role.Registrar, Role.Manager, Role.Admin] },
            { typeof(ListCertificateReviews), [Role.Registrar, Role.Manager, Role.Admin] },
            { typeof(CloseCertificateReview), [Role.Registrar, Role.Admin] },
            { typeof(PrepareCertificates), [Role.Registrar, Role.Admin] },
            { typeof(CompleteCertificates), [Role.Registrar, Role.Admin] },
            { typeof(ReplaceCertificate), [Role.Registrar, Role.Admin] },
            { typeof(ChangeCertificate), [Role.Registrar, Role.Admin] },
            { typeof(CreateScheme), [Role.Manager, Role.Admin] },
            { typeof(UpdateScheme), [Role.Manager, Role.Admin] },
            { typeof(CreateCenter), [Role.Manager, Role.Admin] },
            { typeof(CreateCohort), [Role.Registrar, Role.Manager, Role.Admin] },
            { typeof(ChangeEnrollment), [Role.Registrar, Role.Admin] },
            { typeof(ListAuditEvents), [Role.Registrar, Role.Manager, Role.Admin] },
            { typeof(ListMessages), [Role.Registrar, Role.Manager, Role.Admin] },
            { typeof(RequeueMessage), [Role.Registrar, Role.Admin] },
            { typeof(ClaimMessage), [Role.Admin] },
            { typeof(ImportPeople), [Role.Admin] },
            { typeof(ImportEnrollments), [Role.Admin] },
        };

    [Theory]
    [MemberData(nameof(Matrix))]
    public void A_request_is_for_the_roles_that_the_matrix_names(Type request, Role[] roles)
    {
        var permission = Permission(request);
        Enum.GetValues<Role>().Where(role => Permissions.Of(role).Contains(permission)).ShouldBe(roles);
    }

    [Fact]
    public void Without_an_account_only_a_wallet_with_an_offer_of_a_registrar_changes_anything() =>
        PipelineTests
            .Commands()
            .Where(command => Permissions.Of(Role.Anonymous).Contains(Permission(command)))
            .ShouldBe(wallets, ignoreOrder: true);

    [Fact]
    public void A_student_changes_nothing_but_applications_appeals_claims_the_declared_background_and_the_own_presence() =>
        PipelineTests
            .Commands()
            .Where(command => Permissions.Of(Role.Student).Contains(Permission(command)))
            .Except([
                typeof(SetBackground),
                typeof(CheckIn),
                typeof(LodgeAppeal),
                typeof(WithdrawAppeal),
                typeof(LodgeClaim),
                typeof(WithdrawClaim),
                .. wallets,
            ])
            .ShouldAllBe(command => command.Namespace!.StartsWith("Enrollment.Admissions", StringComparison.Ordinal));

    [Fact]
    public void An_administrator_may_everything_and_every_permission_is_of_some_use()
    {
        var declared = ArchitectureTests
            .Requests(typeof(EnrollmentRegistration).Assembly.GetTypes())
            .Select(Permission)
            .Concat(ApplicationTransitions.All.Select(row => row.Permission))
            .ToHashSet();
        declared.ShouldBe(Enum.GetValues<Permission>().ToHashSet(), ignoreOrder: true);
        declared.Where(p => !Permissions.Of(Role.Admin).Contains(p)).ShouldBe([]);
    }

    [Fact]
    public async Task A_role_that_lacks_the_permission_is_forbidden_and_nobody_is_asked_to_sign_in()
    {
        await using var system = new TestSystem();
        var create = new CreateCenter(CenterBuilder.Fields());

        var anonymous = await system.RefusedAsync(create, Caller.Anonymous);
        var registrar = await system.RefusedAsync(create, Callers.Registrar);

        (anonymous.Kind, anonymous.Code).ShouldBe((RefusalKind.Unauthenticated, "authentication_required"));
        (registrar.Kind, registrar.Code).ShouldBe((RefusalKind.Forbidden, "permission_denied"));
        registrar.Message.ShouldContain("ManageCenters");
    }

    static Permission Permission(Type request) => request.GetCustomAttribute<RequiresAttribute>()!.Permission;
}
