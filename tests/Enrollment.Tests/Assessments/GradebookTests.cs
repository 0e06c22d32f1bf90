using Enrollment.Assessments;
using Enrollment.Enrollments;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments;

public sealed class GradebookTests
{
    [Fact]
    public async Task A_gradebook_shows_every_trainee_and_mark_in_its_place()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system, trainees: 3);
        var exam = c.Scheme.Groups[0].Components[1].Id;
        await system.DoAsync(new SetMark(c.Entry(0)));
        await system.DoAsync(new SetMark(c.Entry(55.5m) with { Attempt = 2 }));
        await system.DoAsync(new SetMark(c.Entry(71, 2) with { ComponentId = exam }));
        await system.DoAsync(
            new SetMark(c.Entry(72, 2) with { ComponentId = exam, Version = 1, Reason = "Added up again." })
        );
        await system.DoAsync(new SetMark(c.Entry(0, 2) with { State = MarkState.Exempt, Value = null }));

        var book = await system.DoAsync(new GetGradebook(c.Cohort.Id), Callers.Instructor);

        book.Columns.Select(column => (column.Code, column.Attempt)).ShouldBe([("TERM", 1), ("TERM", 2), ("EXAM", 1)]);
        book.Rows.Select(row => (row.TraineeNumber, row.EnrollmentId))
            .ShouldBe([(1, c.Trainees[0]), (2, c.Trainees[1]), (3, c.Trainees[2])]);
        book.Rows.ShouldAllBe(row => row.State == EnrollmentState.Active);
        book.Rows[0]
            .Cells.ShouldBe([
                new GradebookCell(MarkState.Marked, 0, 1),
                new GradebookCell(MarkState.Marked, 55.5m, 1),
                null,
            ]);
        book.Rows[1].Cells.ShouldBe([null, null, null]);
        book.Rows[2]
            .Cells.ShouldBe([
                new GradebookCell(MarkState.Exempt, null, 1),
                null,
                new GradebookCell(MarkState.Marked, 72, 2),
            ]);
        (await system.RefusedAsync(new GetGradebook(c.Cohort.Id), Callers.Student(c.People[0]))).Code.ShouldBe(
            "permission_denied"
        );
    }
}
