using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Enrollment.Web.CommandLine;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.CommandLine;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class UnknownCommandTests
{
    [Theory]
    [InlineData("serv")]
    [InlineData("")]
    public async Task A_word_that_is_no_command_starts_nothing(string word) =>
        (await EnrollmentCommand.RunAsync([word])).ShouldBe(2);
}
