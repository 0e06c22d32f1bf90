using Enrollment.Storage;
using Enrollment.Storage.People;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;
using static Enrollment.Tests.Testing.NationalNumberBuilder;

namespace Enrollment.Tests.People;

/// <summary>Where the secret comes from, and that a wrong or missing one is told at the start.</summary>
public sealed class IdentitySecretTests : IDisposable
{
    static readonly string first = Convert.ToBase64String(new byte[32]);
    static readonly string second = Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 40)]);

    readonly TestDatabase database = new();
    readonly RecordingLog<IdentitySecrets> log = new();

    public IdentitySecretTests() => new Migrator(database.Options).Apply();

    string SecretFile => Path.Combine(database.Options.DataDirectory, "identity-secret");

    [Fact]
    public void Without_a_setting_a_secret_is_made_once_for_its_owner_alone_and_the_log_says_so()
    {
        Open();
        var made = File.ReadAllText(SecretFile);
        Open();

        File.ReadAllText(SecretFile).ShouldBe(made);
        Convert.FromBase64String(made).Length.ShouldBe(32);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(SecretFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var said = log.Messages.ShouldHaveSingleItem();
        said.ShouldContain(SecretFile);
        said.ShouldNotContain(made);
    }

    [Fact]
    public void A_lost_file_is_told_and_no_other_secret_is_made()
    {
        Open();
        File.Delete(SecretFile);

        Should.Throw<DatabaseSetupException>(() => Open()).Message.ShouldContain(SecretFile);
        File.Exists(SecretFile).ShouldBeFalse();
    }

    [Fact]
    public void Another_secret_than_the_databases_is_refused()
    {
        Open(first);
        Should.Throw<DatabaseSetupException>(() => Open(second)).Message.ShouldContain("OldSecrets");
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("c2hvcnQ=")]
    public void A_secret_that_is_none_is_named(string secret) =>
        Should.Throw<DatabaseSetupException>(() => Open(secret)).Message.ShouldContain("Enrollment:Identity:Secret");

    [Fact]
    public void After_a_rotation_old_numbers_are_read_and_found_and_new_ones_sealed_with_the_new_secret()
    {
        var person = Guid.CreateVersion7();
        var before = new NationalNumberVault(Open(first));
        var ciphertext = before.Seal(person, Iin, "1");

        var after = new NationalNumberVault(Open(second, first));

        after.Open(person, Iin, ciphertext).ShouldBe("1");
        after.SearchHashes(Iin, "1").ShouldBe([after.Hash(Iin, "1"), before.Hash(Iin, "1")]);
        after.Seal(person, Iin, "1").ShouldNotStartWith(ciphertext[..17]);
        Should.Throw<DatabaseSetupException>(() => Open(second)).Message.ShouldContain(ciphertext[..16]);
    }

    [Fact]
    public async Task Processes_that_start_at_once_agree_on_one_secret()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Open()[0].Id)));
        opened.Distinct().ShouldHaveSingleItem();
        Directory.GetFiles(database.Options.DataDirectory, "identity-secret*").ShouldBe([SecretFile]);
    }

    IReadOnlyList<IdentitySecret> Open(string secret = "", params string[] old) =>
        new IdentitySecrets(
            database.Options with
            {
                Identity = new IdentityOptions { Secret = secret, OldSecrets = old },
            },
            TimeProvider.System,
            log
        ).Open();

    public void Dispose() => database.Dispose();
}
