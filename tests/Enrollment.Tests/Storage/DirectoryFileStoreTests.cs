using System.Security.Cryptography;
using System.Text;
using Enrollment.Storage;
using Enrollment.Storage.Files;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Storage;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class DirectoryFileStoreTests : IDisposable
{
    const string HashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    static readonly DateTime longAgo = new(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    readonly TemporaryDirectory directory = new();
    readonly DirectoryFileStore store;

    public DirectoryFileStoreTests() => store = new DirectoryFileStore(Root);

    string Root => directory.File("files");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_file_comes_back_under_the_hash_of_its_bytes()
    {
        (await PutAsync("abc")).ShouldBe([HashOfAbc]);

        (await ReadAsync(HashOfAbc)).ShouldBe("abc");
        File.Exists(Path.Combine(Root, "ba", HashOfAbc[2..])).ShouldBeTrue();
    }

    [Fact]
    public async Task Many_files_are_answered_in_their_order_and_leave_nothing_else()
    {
        var texts = Enumerable.Range(0, 150).Select(number => $"file {number % 120}").ToArray();

        var keys = await PutAsync(texts);

        foreach (var (text, key) in texts.Zip(keys))
            (await ReadAsync(key)).ShouldBe(text);
        Directory.GetFiles(Root, "*", SearchOption.AllDirectories).Length.ShouldBe(120);
    }

    [Fact]
    public async Task A_file_that_is_there_isnt_written_again_but_counts_as_stored_now()
    {
        await PutAsync("abc");
        var path = Path.Combine(Root, "ba", HashOfAbc[2..]);
        File.SetLastWriteTimeUtc(path, longAgo);
        // Whoever writes it anew gives the name to another file.
        using var before = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);

        await PutAsync("abc");
        before.Write("xyz"u8);
        before.Flush();

        (await File.ReadAllTextAsync(path, Token)).ShouldBe("xyz");
        store.List(TimeSpan.FromHours(1), TimeSpan.FromDays(10_000)).ShouldBeEmpty();
        store.Remove(HashOfAbc, TimeSpan.FromHours(1)).ShouldBeFalse();
        File.Exists(path).ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_that_was_stored_long_ago_is_listed_and_removed_with_what_a_crash_left_beside_it()
    {
        await PutAsync("abc", "other");
        var path = Path.Combine(Root, "ba", HashOfAbc[2..]);
        File.SetLastWriteTimeUtc(path, longAgo);
        var left = path + ".x.tmp";
        await File.WriteAllTextAsync(left, "half", Token);
        File.SetLastWriteTimeUtc(left, longAgo);

        store.List(TimeSpan.FromHours(1), TimeSpan.FromDays(10_000)).ShouldBe([HashOfAbc]);
        store.List(TimeSpan.FromHours(1), TimeSpan.FromDays(30)).ShouldBeEmpty();
        File.Exists(left).ShouldBeFalse();
        store.Remove(HashOfAbc, TimeSpan.FromHours(1)).ShouldBeTrue();
        store.Remove(HashOfAbc, TimeSpan.FromHours(1)).ShouldBeFalse();
        File.Exists(path).ShouldBeFalse();
    }

    [Fact]
    public async Task The_same_file_put_by_many_at_once_is_there_for_each()
    {
        var puts = Enumerable.Range(0, 20).Select(_ => Task.Run(() => PutAsync("abc", "other"), Token));

        (await Task.WhenAll(puts)).ShouldAllBe(keys => keys[0] == HashOfAbc);
        Directory.GetFiles(Root, "*", SearchOption.AllDirectories).Length.ShouldBe(2);
    }

    [Fact]
    public async Task No_files_make_no_keys_and_an_empty_file_is_one()
    {
        (await PutAsync()).ShouldBeEmpty();

        (await ReadAsync((await PutAsync("")).Single())).ShouldBe("");
    }

    [Fact]
    public async Task A_key_that_nothing_was_stored_under_has_no_file()
    {
        (await store.OpenAsync(HashOfAbc, Token)).ShouldBeNull();
        await PutAsync("abc");
        (await store.OpenAsync(HashOfAbc.Replace('a', 'b'), Token)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a")]
    [InlineData("ba/../../../../../../../../../../../../../../../../../etc/passwd0")]
    public async Task A_key_that_isnt_a_hash_is_refused(string key)
    {
        await Should.ThrowAsync<ArgumentException>(() => store.OpenAsync(key, Token));
    }

    [Fact]
    public async Task A_file_that_cant_be_written_fails_and_leaves_no_remains()
    {
        await PutAsync("abc");
        var path = Path.Combine(Root, "ba", HashOfAbc[2..]);
        File.Delete(path);
        // A directory in the file's place lets the last step fail.
        Directory.CreateDirectory(Path.Combine(path, "occupied"));

        await Should.ThrowAsync<Exception>(() => PutAsync("abc"));

        Directory.GetFiles(Root, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    Task<IReadOnlyList<string>> PutAsync(params string[] texts) =>
        store.PutAsync([.. texts.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))], Token);

    async Task<string> ReadAsync(string key)
    {
        await using var stream = (await store.OpenAsync(key, Token)).ShouldNotBeNull();
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Token);
        Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())).ShouldBe(key);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
