using Enrollment.Certificates;
using Enrollment.Storage;
using Enrollment.Tests.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Copying;

/// <summary>Copies that succeed, by the program itself, between the embedded engine and the one of this run.</summary>
public sealed class CopyCommandTests : IDisposable
{
    const int Many = 60_000;

    readonly TemporaryDirectory directory = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task What_is_copied_there_and_back_is_the_same_to_the_last_character()
    {
        var first = Copies.Sqlite(directory, "first");
        await using (var system = new TestSystem())
        {
            await system.ReplaceAsync((await system.AddCertificateAsync()).Id);
            await system.AddRoundAsync(cohorts: 2);
            await Copies.CopyAsync(system.Options, first);
        }

        Copies.Execute(first, UnusualRows);
        var last = new StorageOptions { DataDirectory = directory.File("last") };
        using var between = new TestDatabase(migrated: false);

        await Copies.CopyAsync(first, between.Options);
        await Copies.CopyAsync(between.Options, last);

        Copies.Dump(last).ShouldBe(Copies.Dump(first));
        foreach (var table in Copies.Tables)
            Copies.Count(between.Options, table.Name).ShouldBe(Copies.Count(first, table.Name), table.Name);
    }

    [Fact]
    public async Task A_system_that_serves_from_the_copy_answers_as_before_for_what_was_issued_before()
    {
        var embedded = new StorageOptions { DataDirectory = directory.File("embedded") };
        await using var before = new TestSystem(realDocuments: true);
        var valid = await before.AddCertificateAsync();
        var revoked = await before.AddCertificateAsync();
        await before.DoAsync(new ChangeCertificate(revoked.Id, CertificateVerb.Revoke, revoked.Version, "Fraud."));
        var target = new TestDatabase(migrated: false);

        await Copies.CopyAsync(before.Options, embedded);
        await Copies.CopyAsync(embedded, target.Options);

        await using var after = new TestSystem(database: target);
        foreach (var (certificate, answer) in new[] { (valid, "Valid"), (revoked, "Revoked") })
        {
            var verification = await after.DoAsync(new VerifyCertificate(certificate.VerificationCode));
            verification.Answer.ToString().ShouldBe(answer);
            verification.ShouldBeEquivalentTo(
                await before.DoAsync(new VerifyCertificate(certificate.VerificationCode))
            );
            (await FileAsync(after, certificate.Id)).ShouldBe(await FileAsync(before, certificate.Id));
        }

        (await after.AddCertificateAsync()).Serial.ShouldNotBe(valid.Serial);
    }

    [Fact]
    public async Task A_copy_that_was_killed_is_not_served_from_goes_on_where_it_stood_and_ends_equal()
    {
        var source = Copies.Sqlite(directory, "source");
        Copies.Execute(source, ManyEvents);
        using var target = new TestDatabase(migrated: false);
        var copied = 0L;
        for (var round = 0; round < 4; round++)
        {
            await KillAsync(source, target.Options, lines: Random.Shared.Next(1, 3));

            var now = Copies.Count(target.Options, "AuditEvents");
            now.ShouldBeGreaterThanOrEqualTo(copied);
            if (round == 0)
            {
                now.ShouldBeInRange(1, Many - 1);
                Should
                    .Throw<MigrationException>(() => new Migrator(target.Options).Apply())
                    .Message.ShouldContain("'enrollment copy' that isn't finished");
            }

            copied = now;
        }

        await Copies.CopyAsync(source, target.Options);

        Copies.Count(target.Options, "AuditEvents").ShouldBe(Many);
        new Migrator(target.Options).Apply().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_finished_copy_is_compared_again_and_takes_what_was_added_at_the_end()
    {
        var source = Copies.Sqlite(directory, "source");
        Copies.Execute(source, CopyRefusalTests.Course(1));
        using var target = new TestDatabase();
        await Copies.CopyAsync(source, target.Options);
        await Copies.CopyAsync(source, target.Options);
        Copies.Count(target.Options, "Courses").ShouldBe(1);

        Copies.Execute(source, CopyRefusalTests.Course(2));
        await Copies.CopyAsync(source, target.Options);

        Copies.Count(target.Options, "Courses").ShouldBe(2);
    }

    [Fact]
    public async Task Words_may_stand_in_a_file_that_others_cannot_read()
    {
        var source = Copies.Sqlite(directory, "source");
        using var target = new TestDatabase();
        var file = directory.File("words");
        await File.WriteAllLinesAsync(file, Copies.Words(source, target.Options)[1..].Select(w => $"\"{w}\""), Token);

        var (code, output, error) = await Copies.CallAsync("copy", $"@{file}");

        (code, error).ShouldBe((0, error));
        output.ShouldContain("Everything is equal.");
    }

    /// <summary>Kills the process when it has told of the big table a number of times.</summary>
    static async Task KillAsync(StorageOptions from, StorageOptions to, int lines)
    {
        using var process = Copies.Start(Copies.Words(from, to));
        var output = process.StandardOutput.ReadToEndAsync(Token);
        while (lines > 0 && await process.StandardError.ReadLineAsync(Token) is { } line)
        {
            if (line.StartsWith("AuditEvents: copied", StringComparison.Ordinal))
                lines--;
        }

        process.Kill();
        await process.WaitForExitAsync(Token);
        await output;
    }

    static async Task<byte[]> FileAsync(TestSystem system, Guid certificate)
    {
        var file = await system.DoAsync(new GetCertificateFile(certificate));
        await using var content = file.Content;
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, Token);
        return bytes.ToArray();
    }

    const string ManyEvents = """
        WITH RECURSIVE Numbers AS (SELECT 1 AS N UNION ALL SELECT N + 1 FROM Numbers WHERE N < 60000)
        INSERT INTO AuditEvents (Id, At, ActorId, ActorRole, Action, SubjectId, Details)
        SELECT printf('01900000-0000-7000-8000-%012x', N), '2026-03-10T07:00:00.0000000Z', 'u', 'Admin', 'a',
               printf('01900000-0000-7000-8000-%012x', N), hex(randomblob(40))
        FROM Numbers
        """;

    /// <summary>
    /// Extreme instants, dates and numbers; nulls and empty texts; several scripts, characters outside the basic plane and
    /// codes that engines may order differently; long texts, together more than a batch holds; certificates that refer to
    /// ones with higher ids.
    /// </summary>
    const string UnusualRows = """
        INSERT INTO People (Id, BirthDate, Email, Phone, Version, CreatedAt) VALUES
            ('00000000-0000-0000-0000-000000000000', '0001-01-01', '', '', -2147483648, '0001-01-01T00:00:00.0000000Z'),
            ('ffffffff-ffff-ffff-ffff-ffffffffffff', '9999-12-31', NULL, NULL, 2147483647, '9999-12-31T23:59:59.9999990Z'),
            ('01900000-0000-7000-8000-000000000001', NULL, 'a@b', '+7', 0, '2026-03-10T07:00:00.1234560Z');
        INSERT INTO PersonNames (PersonId, Position, Script, FullName, Family, Given, Patronymic) VALUES
            ('00000000-0000-0000-0000-000000000000', 1, 'Cyrl', 'Әбдіғаппар Ұлы Қаһарман', '', NULL, ''),
            ('00000000-0000-0000-0000-000000000000', 2, 'Hans', '𠮷田 李雷', '李', '雷', NULL),
            ('00000000-0000-0000-0000-000000000000', 3, 'Arab', 'محمد بن عبد الله', NULL, NULL, NULL),
            ('00000000-0000-0000-0000-000000000000', 4, 'Latn', 'Zoë Å Å ''"\|; ' || char(10) || char(9) || '🎓 ', NULL, NULL, NULL),
            ('ffffffff-ffff-ffff-ffff-ffffffffffff', -1, 'Latn', replace(hex(zeroblob(200)), '0', 'é'), NULL, NULL, NULL);
        INSERT INTO PersonExternalIds (Source, ExternalId, PersonId) VALUES
            ('s', char(0x20BB7), '00000000-0000-0000-0000-000000000000'),
            ('s', char(0xFB00), '00000000-0000-0000-0000-000000000000'),
            ('s', 'a', '00000000-0000-0000-0000-000000000000'),
            ('s', 'A', '00000000-0000-0000-0000-000000000000'),
            ('S', char(0xE9), '00000000-0000-0000-0000-000000000000'),
            ('S', 'e' || char(0x301), '00000000-0000-0000-0000-000000000000'),
            ('', ' ', '00000000-0000-0000-0000-000000000000');
        INSERT INTO Schemes (Id, CourseVersionId, Number, Name, PassMark, Decimals, Version, CreatedAt)
        SELECT '01900000-0000-7000-8000-000000000001', Id, 77, 'x', 1, 0, 0, '2026-03-10T07:00:00.0000010Z'
        FROM CourseVersions LIMIT 1;
        INSERT INTO Results (EnrollmentId, SchemeId, Outcome, Mark, UnroundedMillionths, Reasons, ComputedAt)
        SELECT Id, '01900000-0000-7000-8000-000000000001', 'Pass', NULL, 9223372036854775807, '[]',
               '1969-12-31T23:59:59.9999990Z'
        FROM Enrollments WHERE Id NOT IN (SELECT EnrollmentId FROM Results) LIMIT 1;
        WITH RECURSIVE Numbers AS (SELECT 1 AS N UNION ALL SELECT N + 1 FROM Numbers WHERE N < 12)
        INSERT INTO AuditEvents (Id, At, ActorId, ActorRole, Action, SubjectId, Details)
        SELECT printf('01900000-0000-7000-8000-%012x', N), '2026-03-10T07:00:00.0000000Z', 'u', 'Admin', 'a',
               '01900000-0000-7000-8000-000000000001', replace(hex(zeroblob(400000)), '0', 'қ')
        FROM Numbers;
        INSERT INTO Certificates (Id, AwardId, EnrollmentId, CohortId, SeriesId, SerialNumber, Serial, VerificationCode,
            State, Snapshot, FileHash, ReplacesId, IssueNumber, Version, CreatedAt)
        SELECT column1, AwardId, EnrollmentId, CohortId, SeriesId, column2, 'X-' || column2, 'X-' || column2,
            State, Snapshot, FileHash, column3, column2, Version, CreatedAt
        FROM (SELECT * FROM Certificates LIMIT 1) CROSS JOIN (VALUES
            ('ffffffff-0000-7000-8000-000000000000', 1000, NULL),
            ('00000000-0000-7000-8000-000000000002', 1001, 'ffffffff-0000-7000-8000-000000000000'),
            ('00000000-0000-7000-8000-000000000001', 1002, '00000000-0000-7000-8000-000000000002'),
            ('00000000-0000-7000-8000-000000000003', 1003, '00000000-0000-7000-8000-000000000001'),
            ('00000000-0000-7000-8000-000000000004', 1004, 'ffffffff-0000-7000-8000-000000000000'));
        """;
}
