using Enrollment.Admissions.Documents;
using Enrollment.Storage;
using Enrollment.Storage.Scanning;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Storage.Scanning;

/// <summary>The protocol of ClamAV's daemon and its faults.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class ClamAvScannerTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("stream: OK\0", ScanOutcome.Clean, "")]
    [InlineData("stream: Eicar-Test-Signature FOUND\0", ScanOutcome.Infected, "Eicar-Test-Signature")]
    [InlineData("stream: A Name FOUND\0", ScanOutcome.Infected, "A Name")]
    [InlineData("stream: A\u0007B FOUND\0", ScanOutcome.Infected, "AB")]
    [InlineData("INSTREAM size limit exceeded. ERROR\0", ScanOutcome.Declined, "StreamMaxLength")]
    [InlineData("stream: Can't allocate memory ERROR\0", ScanOutcome.Unavailable, "Can't allocate memory")]
    [InlineData("UNKNOWN COMMAND\0", ScanOutcome.Unavailable, "UNKNOWN COMMAND")]
    [InlineData("stream:  FOUND\0", ScanOutcome.Unavailable, "")]
    [InlineData("stream: OK and more\0", ScanOutcome.Unavailable, "")]
    [InlineData("\0", ScanOutcome.Unavailable, "")]
    [InlineData("stream: OK", ScanOutcome.Unavailable, "hung up")]
    [InlineData("stream: Eicar-Test", ScanOutcome.Unavailable, "hung up")]
    [InlineData("", ScanOutcome.Unavailable, "hung up")]
    public async Task An_answer_is_what_it_says_and_anything_unclear_is_no_verdict(
        string answer,
        ScanOutcome outcome,
        string words
    )
    {
        using var daemon = FakeDaemon.Answering(answer);

        var verdict = await ScanAsync(daemon.Address, 100_000);

        verdict.Outcome.ShouldBe(outcome);
        verdict.Words.ShouldContain(words);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    [InlineData(1_000_001)]
    public async Task The_daemon_gets_every_byte_in_order(int length)
    {
        using var daemon = FakeDaemon.Answering("stream: OK\0");

        (await ScanAsync(daemon.Address, length)).Outcome.ShouldBe(ScanOutcome.Clean);

        await daemon.Served;
        daemon.Received.ShouldBe(Content(length));
    }

    [Fact]
    public async Task A_daemon_that_answers_before_the_end_and_hangs_up_is_heard()
    {
        using var daemon = new FakeDaemon(
            async stream =>
            {
                await stream.WriteAsync("INSTREAM size limit exceeded. ERROR\0"u8.ToArray());
                // What is still on its way is read, so that the answer isn't lost with a reset.
                stream.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
                await stream.CopyToAsync(Stream.Null);
            },
            readAtMost: 200_000
        );

        (await ScanAsync(daemon.Address, 3_000_000)).Outcome.ShouldBe(ScanOutcome.Declined);
    }

    [Fact]
    public async Task A_line_that_is_cut_in_the_middle_is_no_verdict()
    {
        using var daemon = new FakeDaemon(
            stream =>
            {
                stream.Socket.LingerState = new(true, 0);
                return Task.CompletedTask;
            },
            readAtMost: 200_000
        );

        (await ScanAsync(daemon.Address, 10_000_000)).Outcome.ShouldBe(ScanOutcome.Unavailable);
    }

    [Fact]
    public async Task A_daemon_that_takes_too_long_is_no_verdict()
    {
        using var end = new CancellationTokenSource();
        using var daemon = new FakeDaemon(_ => Task.Delay(Timeout.Infinite, end.Token));

        var verdict = await ScanAsync(daemon.Address, 1_000, TimeSpan.FromMilliseconds(300));

        verdict.Outcome.ShouldBe(ScanOutcome.Unavailable);
        await end.CancelAsync();
    }

    [Fact]
    public async Task A_daemon_that_is_not_there_is_no_verdict()
    {
        var nobody = new FakeDaemon(_ => Task.CompletedTask);
        var address = nobody.Address;
        nobody.Dispose();

        (await ScanAsync(address, 1)).Outcome.ShouldBe(ScanOutcome.Unavailable);
        (await ScanAsync(ClamAvAddress.Parse("unix:/nowhere/clamd.socket")!, 1)).Outcome.ShouldBe(
            ScanOutcome.Unavailable
        );
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_no_daemon_that_is_away()
    {
        using var end = new CancellationTokenSource();
        using var daemon = new FakeDaemon(_ => Task.Delay(Timeout.Infinite, end.Token));
        using var caller = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Should.ThrowAsync<OperationCanceledException>(() =>
            new ClamAvScanner(daemon.Address).ScanAsync(new MemoryStream([1]), caller.Token)
        );
        await end.CancelAsync();
    }

    [Theory]
    [InlineData("127.0.0.1:3310", true)]
    [InlineData("[::1]:3310", true)]
    [InlineData("clamav.example.org:3310", true)]
    [InlineData("unix:/run/clamav/clamd.ctl", true)]
    [InlineData("unix:relative", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.1:0", false)]
    [InlineData("127.0.0.1:66000", false)]
    [InlineData(":3310", false)]
    [InlineData("a b:3310", false)]
    [InlineData("", false)]
    public void An_address_is_read_or_refused(string text, bool good) =>
        (ClamAvAddress.Parse(text) is not null).ShouldBe(good);

    static Task<ScanVerdict> ScanAsync(ClamAvAddress address, int length, TimeSpan? patience = null) =>
        new ClamAvScanner(address) { Patience = patience ?? TimeSpan.FromSeconds(30) }.ScanAsync(
            new MemoryStream(Content(length)),
            Token
        );

    static byte[] Content(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31 >> 3))];
}
