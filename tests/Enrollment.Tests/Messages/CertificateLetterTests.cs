using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Messages;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Messages;

/// <summary>What holders hear of their certificates, and how new ones reach them.</summary>
public sealed class CertificateLetterTests
{
    readonly Letters letters = new();

    [Fact]
    public async Task A_new_certificate_is_told_with_its_number_and_the_address_that_verifies_it()
    {
        await using var system = new TestSystem(configure: letters.Services);
        var certificate = await system.AddCertificateAsync();
        Reach(system);

        await system.SendMessagesAsync();

        var told = (await system.MessagesAsync(certificate.PersonId)).ShouldHaveSingleItem();
        (told.Kind, told.CertificateId, told.EnrollmentId).ShouldBe(
            (MessageKind.CertificateIssued, certificate.Id, certificate.EnrollmentId)
        );
        var letter = letters.Taken.ShouldHaveSingleItem();
        letter.File.ShouldBeNull();
        letter.Text.Body.ShouldContain(certificate.Serial);
        letter.Text.Body.ShouldContain($"https://verify.example.org/verify/{certificate.VerificationCode}");
        letter.Text.Body.ShouldNotContain("attached");
    }

    [Fact]
    public async Task Each_change_of_a_certificate_is_told_with_the_reason_where_it_ceases_to_count()
    {
        await using var system = new TestSystem(configure: letters.Services);
        var certificate = await system.AddCertificateAsync();
        Reach(system);
        foreach (
            var verb in new[]
            {
                CertificateVerb.Suspend,
                CertificateVerb.Resume,
                CertificateVerb.Revoke,
                CertificateVerb.Reinstate,
            }
        )
            await system.DoAsync(new ChangeCertificate(certificate.Id, verb, null, $"Because of {verb}."));
        var successor = await system.ReplaceAsync(certificate.Id);

        await system.SendMessagesAsync();

        (await system.MessagesAsync(certificate.PersonId))
            .Select(m => m.Kind)
            .ShouldBe([
                MessageKind.CertificateIssued,
                MessageKind.CertificateSuspended,
                MessageKind.CertificateResumed,
                MessageKind.CertificateRevoked,
                MessageKind.CertificateReinstated,
                MessageKind.CertificateReplaced,
            ]);
        var bodies = letters.Taken.Select(m => m.Text.Body).ToList();
        bodies[1].ShouldContain("Because of Suspend.");
        bodies[3].ShouldContain("Because of Revoke.");
        bodies.ShouldAllBe(body => body.Contains("https://verify.example.org/verify/", StringComparison.Ordinal));
        bodies[5].ShouldContain($"Your certificate {certificate.Serial} of");
        bodies[5].ShouldContain($"Serial number of the new one: {successor.Serial}");
        bodies[5].ShouldContain(successor.VerificationCode);
    }

    [Fact]
    public async Task A_center_that_hands_certificates_over_itself_has_no_letter_sent_but_of_what_ceases_to_count()
    {
        await using var system = new TestSystem();
        var certificate = await IssuedAsync(system, CertificateDelivery.None);
        (await system.MessagesAsync()).ShouldBeEmpty();

        await system.ReplaceAsync(certificate.Id);

        (await system.MessagesAsync()).ShouldHaveSingleItem().Kind.ShouldBe(MessageKind.CertificateReplaced);
    }

    [Fact]
    public async Task The_file_is_read_from_the_store_when_the_letter_is_sent()
    {
        await using var system = new TestSystem(configure: letters.Services);
        var certificate = await IssuedAsync(system, CertificateDelivery.File);
        Reach(system);

        await system.SendMessagesAsync();

        var file = letters.Taken.ShouldHaveSingleItem().File.ShouldNotBeNull();
        file.Name.ShouldBe($"{certificate.Serial}.pdf");
        file.Content.ToArray().ShouldBe(await StoredAsync(system, certificate.FileHash!));
    }

    [Fact]
    public async Task A_file_that_is_missing_fails_its_letter_alone_which_goes_as_a_link_once_the_center_says_so()
    {
        await using var system = new TestSystem(configure: letters.Services);
        var lost = await IssuedAsync(system, CertificateDelivery.File);
        var other = await IssuedAsync(system, CertificateDelivery.File);
        Reach(system);
        system.Execute($"UPDATE Certificates SET FileHash = '{new string('0', 64)}' WHERE Id = '{lost.Id}'");

        await system.SendMessagesAsync();

        var failed = (await system.MessagesAsync(lost.PersonId)).ShouldHaveSingleItem();
        failed.Status.ShouldBe(MessageStatus.Failed);
        failed.LastError!.ShouldContain(lost.Serial);
        letters.Taken.ShouldHaveSingleItem().File!.Name.ShouldBe($"{other.Serial}.pdf");
        system.Execute("UPDATE Centers SET CertificateDelivery = 'Link'");
        await system.DoAsync(new RequeueMessage(failed.Id, null), Callers.Registrar);
        await system.SendMessagesAsync();
        letters.Taken[^1].File.ShouldBeNull();
        letters.Taken[^1].Text.Body.ShouldContain(lost.VerificationCode);
    }

    [Fact]
    public async Task An_issue_of_many_leaves_a_letter_each_and_none_again_when_it_is_repeated()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f => f with { Capacity = 30 });
        var people = new List<Guid>();
        for (var i = 0; i < 23; i++)
            people.Add(await system.AddPersonAsync());
        var trainees = await system.AddTraineesAsync(cohort.Id, people);
        await system.DecideAsync(cohort.CenterId, trainees);

        var rows = await system.IssueAsync(trainees);
        await system.IssueAsync(trainees);
        await system.IssuingAsync((issuing, token) => issuing.FinishAsync(token));

        var messages = await system.MessagesAsync();
        messages.Select(m => m.CertificateId).ShouldBe(rows.Select(row => row.CertificateId), ignoreOrder: true);
        messages.Select(m => m.PersonId).ShouldBe(people, ignoreOrder: true);
        messages.ShouldAllBe(m => m.Status == MessageStatus.Waiting);
    }

    internal static async Task<CertificateView> IssuedAsync(TestSystem system, CertificateDelivery delivery)
    {
        var center = await system.AddCenterAsync(f => f with { CertificateDelivery = delivery });
        center.CertificateDelivery.ShouldBe(delivery);
        var cohort = await system.AddCohortAsync(null, center.Id);
        var trainee = await system.AddTraineeAsync(cohort.Id);
        await system.DecideAsync(center.Id, [trainee]);
        var row = (await system.IssueAsync([trainee])).ShouldHaveSingleItem();
        row.Problem.ShouldBeNull();
        return await system.DoAsync(new GetCertificate(row.CertificateId!.Value));
    }

    internal static async Task<byte[]> StoredAsync(TestSystem system, string hash)
    {
        var token = TestContext.Current.CancellationToken;
        await using var stored = (await system.Files.OpenAsync(hash, token)).ShouldNotBeNull();
        using var bytes = new MemoryStream();
        await stored.CopyToAsync(bytes, token);
        return bytes.ToArray();
    }

    /// <summary>Gives everybody an address.</summary>
    internal static void Reach(TestSystem system) => system.Execute("UPDATE People SET Email = 'dana@example.org'");
}
