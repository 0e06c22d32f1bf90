using System.Text;
using System.Text.Json;
using Enrollment.Assessments;
using Enrollment.Enrollments;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Enrollment.Web.Api;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class GradebookJsonTests
{
    [Fact]
    public void A_gradebook_is_written_as_the_serializer_would_write_it()
    {
        GradebookCell?[] cells =
        [
            .. Enum.GetValues<MarkState>()
                .Select(state => new GradebookCell(state, state == MarkState.Marked ? 55.25m : null, 3)),
            null,
            new GradebookCell(MarkState.Marked, 70.50m, 1) { Unconfirmed = true },
        ];
        var rows = Enum.GetValues<EnrollmentState>()
            .Select(state => new GradebookRow
            {
                EnrollmentId = Guid.CreateVersion7(),
                TraineeNumber = 7,
                PersonName = "Айгүл \"Ә\" 王 <b>'\u2028\ud83d\ude00",
                State = state,
                Cells = cells,
            });
        var book = new Gradebook(
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            [new GradebookColumn(Guid.CreateVersion7(), "T\\1", "Тест", 12.5m, 2)],
            [.. rows]
        );
        var options = new JsonSerializerOptions();
        ApiJson.Configure(options);

        using var body = AnswerBody.Of(book, options);

        Encoding.UTF8.GetString(body.Bytes.Span).ShouldBe(JsonSerializer.Serialize(book, options));
    }
}
