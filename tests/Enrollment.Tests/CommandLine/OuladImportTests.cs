using Enrollment.Assessments;
using Enrollment.Cohorts;
using Enrollment.Enrollments;
using Enrollment.Web.CommandLine;
using Enrollment.Web.CommandLine.Oulad;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.CommandLine;

public sealed class OuladImportTests : IAsyncDisposable
{
    readonly OuladFolder folder = new();
    readonly OuladImporting register = new();

    public async ValueTask DisposeAsync()
    {
        folder.Dispose();
        await register.DisposeAsync();
    }

    [Fact]
    public async Task A_data_set_becomes_people_enrollments_marks_and_decisions()
    {
        var imported = await register.ImportAsync(folder.FullPath);

        imported.Refusals.Count.ShouldBe(0);
        imported.Created("people").ShouldBe(5);
        imported.Created("courses").ShouldBe(2);
        imported.Created("enrollments").ShouldBe(6);
        imported.Created("marks").ShouldBe(7);
        imported.Created("decisions").ShouldBe(4);
        var trainees = await Trainees(imported.Cohorts[0]);
        trainees["OU student 101"].State.ShouldBe(EnrollmentState.Completed);
        trainees["OU student 103"].State.ShouldBe(EnrollmentState.Failed, "the recorded result stands");
        trainees["OU student 104"].State.ShouldBe(EnrollmentState.Withdrawn);
        trainees["OU student 105"].State.ShouldBe(EnrollmentState.Cancelled);
    }

    [Fact]
    public async Task Days_count_from_the_first_of_October_or_February()
    {
        var imported = await register.ImportAsync(folder.FullPath);

        var october = await register.Sender.SendAsync(new GetCohort(imported.Cohorts[0]));
        (october.StartsOn, october.EndsOn).ShouldBe((new DateOnly(2013, 10, 1), new DateOnly(2014, 6, 26)));
        var february = await register.Sender.SendAsync(new GetCohort(imported.Cohorts[1]));
        february.StartsOn.ShouldBe(new DateOnly(2014, 2, 1));
        var trainees = await Trainees(october.Id);
        trainees["OU student 101"].EnrolledOn.ShouldBe(new DateOnly(2013, 4, 25));
        trainees["OU student 102"].EnrolledOn.ShouldBe(october.StartsOn, "the date is blank");
        trainees["OU student 104"].EndedOn.ShouldBe(new DateOnly(2013, 10, 13));
    }

    [Fact]
    public async Task A_second_import_creates_nothing()
    {
        await register.ImportAsync(folder.FullPath);

        var again = await register.ImportAsync(folder.FullPath);

        again.Counts.ByEntity.Values.Sum(count => count.Created).ShouldBe(0);
        again.Refusals.Count.ShouldBe(0);
        again.Counts.ByEntity["marks"].Existing.ShouldBe(7);
        again.Counts.ByEntity["decisions"].Existing.ShouldBe(4);
    }

    [Fact]
    public async Task A_blank_score_is_no_mark_and_zero_is_one()
    {
        var imported = await register.ImportAsync(folder.FullPath);

        var marks = await register.Sender.ListAsync(after => new ListMarks(imported.Cohorts[0], after, 100));
        var mark = marks.Single(trainee => trainee.PersonName == "OU student 103").Marks.ShouldHaveSingleItem();
        (mark.ComponentCode, mark.Value).ShouldBe(("1", 0));
    }

    [Fact]
    public async Task A_banked_mark_has_no_day_of_submission()
    {
        var imported = await register.ImportAsync(folder.FullPath);

        var marks = await register.Sender.ListAsync(after => new ListMarks(imported.Cohorts[0], after, 100));
        var trainee = marks.Single(trainee => trainee.PersonName == "OU student 102");
        trainee.Marks.Select(mark => mark.SubmittedOn).ShouldBe([null, new DateOnly(2013, 11, 21)]);
    }

    [Fact]
    public async Task An_exam_without_any_mark_weighs_nothing()
    {
        var imported = await register.ImportAsync(folder.FullPath);

        var scheme = await Scheme(imported.Cohorts[0]);
        scheme.Groups.Select(group => group.Weight).ShouldBe([100, 0]);
        scheme.Groups[0].Components.Select(component => component.Weight).ShouldBe([12.5m, 87.5m, 0]);
    }

    [Fact]
    public async Task Held_exams_share_half_of_the_result()
    {
        folder.Append(OuladFiles.AssessmentsFile, "\"AAA\",\"2013J\",\"9\",\"Exam\",\"\",\"100\"");
        folder.Append(OuladFiles.ScoresFile, "\"4\",\"101\",\"230\",\"0\",\"71\"");
        folder.Append(OuladFiles.ScoresFile, "\"9\",\"101\",\"231\",\"0\",\"72\"");

        var imported = await register.ImportAsync(folder.FullPath);

        var scheme = await Scheme(imported.Cohorts[0]);
        scheme.Groups.Select(group => group.Weight).ShouldBe([50, 25, 25]);
        scheme.Groups.Select(group => group.MinimumMark).ShouldBe([40, 40, 40]);
    }

    [Fact]
    public async Task Coursework_that_weighs_nothing_leaves_the_result_to_the_exam()
    {
        var imported = await register.ImportAsync(folder.FullPath);

        var scheme = await Scheme(imported.Cohorts[1]);
        scheme.Groups.Select(group => group.Weight).ShouldBe([0, 100]);
        scheme.Groups[0].MinimumMark.ShouldBeNull();
        scheme.Groups[0].Components.Select(component => component.Weight).ShouldBe([33.33m, 33.33m, 33.34m]);
        var results = await register.Sender.ListAsync(after => new ListResults(imported.Cohorts[1], null, after, 10));
        results.ShouldHaveSingleItem().Mark.ShouldBe(71);
    }

    [Fact]
    public async Task Coursework_that_weighs_nothing_counts_equally_where_no_exam_mark_is_known()
    {
        folder.Replace(OuladFiles.ScoresFile, "\"8\",\"101\",\"230\",\"0\",\"71\"", "\"5\",\"101\",\"9\",\"0\",\"90\"");

        var imported = await register.ImportAsync(folder.FullPath);

        (await Scheme(imported.Cohorts[1])).Groups.Select(group => group.Weight).ShouldBe([100, 0]);
    }

    [Fact]
    public async Task A_mark_of_a_cancelled_enrollment_is_refused_with_its_line()
    {
        folder.Append(OuladFiles.ScoresFile, "\"1\",\"105\",\"3\",\"0\",\"50\"");

        var imported = await register.ImportAsync(folder.FullPath);

        var row = imported.Refusals.First.ShouldHaveSingleItem();
        (row.File, row.Line).ShouldBe((OuladFiles.ScoresFile, 10));
        row.Reason.ShouldContain("cancelled");
    }

    [Fact]
    public async Task A_mark_that_differs_from_the_entered_one_is_refused_and_changes_nothing()
    {
        await register.ImportAsync(folder.FullPath);
        folder.Replace(OuladFiles.ScoresFile, "\"18\",\"0\",\"78\"", "\"18\",\"0\",\"79\"");

        var again = await register.ImportAsync(folder.FullPath);

        var row = again.Refusals.First.ShouldHaveSingleItem();
        // The board has decided on it since.
        (row.Line, row.Field).ShouldBe((2, "enrollmentId"));
        row.Reason.ShouldContain("minutes");
    }

    [Fact]
    public async Task An_import_that_was_cut_off_is_completed_by_the_next()
    {
        foreach (var stage in new[] { "People", "Enrollments", "Marks", "Decisions" })
        {
            await Should.ThrowAsync<OperationCanceledException>(() =>
                register.ImportAsync(folder.FullPath, new CutOff(stage))
            );
        }

        var last = await register.ImportAsync(folder.FullPath);

        last.Refusals.Count.ShouldBe(0);
        var again = await register.ImportAsync(folder.FullPath);
        again.Counts.ByEntity.Values.Sum(count => count.Created).ShouldBe(0);
        again.Counts.ByEntity["marks"].Existing.ShouldBe(7);
        again.Counts.ByEntity["decisions"].Existing.ShouldBe(4);
    }

    /// <summary>Ends an import in the middle, after the first batch of a stage.</summary>
    sealed class CutOff(string at) : ImportProgress
    {
        internal override void Start(string stage, int total) { }

        internal override void Advance(string stage, int by)
        {
            if (stage == at)
                throw new OperationCanceledException();
        }
    }

    async Task<Dictionary<string, EnrollmentView>> Trainees(Guid cohort) =>
        (await register.Sender.ListAsync(after => new ListEnrollments(cohort, null, after, 100))).ToDictionary(
            trainee => trainee.PersonName
        );

    async Task<SchemeView> Scheme(Guid cohort)
    {
        var view = await register.Sender.SendAsync(new GetCohort(cohort));
        return await register.Sender.SendAsync(new GetScheme(view.SchemeId!.Value));
    }
}
