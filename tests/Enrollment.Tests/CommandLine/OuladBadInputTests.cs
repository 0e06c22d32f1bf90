using System.Text;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Enrollment.Web.CommandLine.Csv;
using Enrollment.Web.CommandLine.Oulad;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.CommandLine;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class OuladBadInputTests : IDisposable
{
    readonly OuladFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_missing_file_is_named() =>
        Unreadable(() => folder.Delete(OuladFiles.AssessmentsFile)).ShouldContain("assessments.csv: there is no such");

    [Fact]
    public void Every_unreadable_file_is_named_at_once()
    {
        folder.Delete(OuladFiles.CoursesFile);
        var message = Unreadable(() => folder.Delete(OuladFiles.ScoresFile));
        message.ShouldContain("courses.csv");
        message.ShouldContain("studentAssessment.csv");
    }

    [Fact]
    public void A_missing_column_is_named() =>
        Unreadable(() => folder.Replace(OuladFiles.AssessmentsFile, "\"weight\"", "\"wait\""))
            .ShouldBe("assessments.csv, line 1: missing column 'weight'.");

    [Fact]
    public void A_duplicate_column_is_named() =>
        Unreadable(() => folder.Replace(OuladFiles.InfosFile, "\"gender\"", "\"id_student\""))
            .ShouldContain("studentInfo.csv, line 1: the column 'id_student' is there twice.");

    [Fact]
    public void An_empty_file_is_said_to_be_empty() =>
        Unreadable(() => folder.Write(OuladFiles.CoursesFile, Array.Empty<byte>()))
            .ShouldContain("courses.csv: the file is empty");

    [Fact]
    public void A_broken_header_is_named() =>
        Unreadable(() => folder.Replace(OuladFiles.CoursesFile, "\"code_module\"", "\"code_module"))
            .ShouldContain("courses.csv, line 1: the header");

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_said_with_their_line() =>
        Unreadable(() =>
                folder.Write(OuladFiles.InfosFile, Latin1(OuladFiles.InfosFile, "\"104\",\"M\"", "\"104\",\"é\""))
            )
            .ShouldContain("studentInfo.csv, line 5: these bytes aren't UTF-8");

    [Fact]
    public void A_UTF_16_file_is_said_to_be_one() =>
        Unreadable(() =>
                folder.Write(
                    OuladFiles.CoursesFile,
                    [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("a")]
                )
            )
            .ShouldContain("courses.csv, line 1: the file is UTF-16");

    [Fact]
    public void A_UTF_8_byte_order_mark_is_passed_over()
    {
        folder.Write(OuladFiles.CoursesFile, [0xEF, 0xBB, 0xBF, .. File.ReadAllBytes(PathOf(OuladFiles.CoursesFile))]);
        Refused().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("12.5.3")]
    [InlineData("12,5")]
    [InlineData("-1")]
    [InlineData("100.01")]
    [InlineData("1.005")]
    [InlineData("")]
    public void A_weight_of_the_wrong_type_is_refused_with_its_line(string weight)
    {
        folder.Replace(OuladFiles.AssessmentsFile, "\"54\",\"87.5\"", $"\"54\",\"{weight}\"");
        var row = Refused()[0];
        (row.File, row.Line, row.Field).ShouldBe(("assessments.csv", 3, "weight"));
    }

    [Theory]
    [InlineData("100.5")]
    [InlineData("-1")]
    [InlineData("seven")]
    public void A_score_out_of_range_is_refused_and_the_rest_is_unharmed(string score)
    {
        folder.Replace(OuladFiles.ScoresFile, "\"0\",\"64\"", $"\"0\",\"{score}\"");
        var row = Refused().ShouldHaveSingleItem();
        (row.File, row.Line, row.Field).ShouldBe(("studentAssessment.csv", 3, "score"));
        row.Reason.ShouldContain(score);
    }

    [Theory]
    [InlineData("studentAssessment.csv", "\"999\",\"101\",\"1\",\"0\",\"5\"", "id_assessment")]
    [InlineData("studentAssessment.csv", "\"1\",\"999\",\"1\",\"0\",\"5\"", "id_student")]
    [InlineData("studentAssessment.csv", "\"1\",\"101\",\"1\",\"0\",\"5\"", "id_student")]
    [InlineData("studentAssessment.csv", "\"3\",\"101\",\"1\",\"2\",\"5\"", "is_banked")]
    [InlineData("studentAssessment.csv", "\"3\",\"101\",\"1\",\"0\"", "(line)")]
    [InlineData("studentAssessment.csv", "\"3\",\"101\",\"1\",\"0\",\"5\",\"6\"", "(line)")]
    [InlineData("studentRegistration.csv", "\"AAA\",\"2013J\",\"999\",\"1\",\"\"", "id_student")]
    [InlineData("studentRegistration.csv", "\"AAA\",\"2013J\",\"101\",\"1\",\"\"", "id_student")]
    [InlineData("studentRegistration.csv", "\"ZZZ\",\"2013J\",\"101\",\"1\",\"\"", "code_presentation")]
    [InlineData("studentRegistration.csv", "\"AAA\",\"2013J\",\"101\",\"5\",\"3\"", "date_unregistration")]
    [InlineData("studentRegistration.csv", "\"AAA\",\"2013J\",\"101\",\"99999\",\"\"", "date_registration")]
    [InlineData("studentInfo.csv", "\"AAA\",\"2013J\",\"106\",\"M\",\"Pass\"", "id_student")]
    [InlineData("studentInfo.csv", "\"AAA\",\"2013J\",\"101\",\"M\",\"Pass\"", "id_student")]
    [InlineData("studentInfo.csv", "\"AAA\",\"2013J\",\"106\",\"M\",\"Passed\"", "final_result")]
    [InlineData("studentInfo.csv", "\"ZZZ\",\"2013J\",\"106\",\"M\",\"Pass\"", "code_presentation")]
    [InlineData("courses.csv", "\"AAA\",\"2013J\",\"268\"", "code_presentation")]
    [InlineData("courses.csv", "\"AAA\",\"2013X\",\"268\"", "code_presentation")]
    [InlineData("courses.csv", "\"A A\",\"2013B\",\"268\"", "code_module")]
    [InlineData("courses.csv", "\"\",\"2013B\",\"268\"", "code_module")]
    [InlineData("courses.csv", "\"HHH\",\"2013B\",\"268\"", "code_presentation")]
    [InlineData("assessments.csv", "\"ZZZ\",\"2013J\",\"9\",\"TMA\",\"1\",\"10\"", "code_presentation")]
    [InlineData("assessments.csv", "\"AAA\",\"2013J\",\"1\",\"TMA\",\"1\",\"10\"", "id_assessment")]
    [InlineData("assessments.csv", "\"AAA\",\"2013J\",\"9\",\"Essay\",\"1\",\"10\"", "assessment_type")]
    public void A_row_that_does_not_fit_is_refused_with_file_line_and_field(string file, string line, string field)
    {
        folder.Append(file, line);
        var row = Refused().ShouldHaveSingleItem();
        (row.File, row.Field).ShouldBe((file, field));
        row.Line.ShouldBe(File.ReadAllLines(PathOf(file)).Length);
    }

    [Fact]
    public void An_unclosed_quote_costs_only_its_line()
    {
        folder.Replace(OuladFiles.ScoresFile, "\"2\",\"101\",\"50\"", "\"2,\"101\",\"50\"");
        var row = Refused().ShouldHaveSingleItem();
        (row.File, row.Line).ShouldBe(("studentAssessment.csv", 3));
        row.Reason.ShouldContain("quote");
    }

    [Fact]
    public void Blank_lines_and_a_missing_last_line_break_do_no_harm()
    {
        var text = File.ReadAllText(PathOf(OuladFiles.ScoresFile)).TrimEnd();
        folder.Write(OuladFiles.ScoresFile, Encoding.UTF8.GetBytes($"{text}\n\n\"3\",\"101\",\"1\",\"0\",\"5\""));
        Refused().ShouldBeEmpty();
    }

    [Fact]
    public void Weights_that_do_not_sum_to_100_leave_out_that_presentation_only()
    {
        folder.Replace(OuladFiles.AssessmentsFile, "\"54\",\"87.5\"", "\"54\",\"80\"");
        var refusals = new RefusedRows();
        var data = Join(refusals);
        data.Presentations.ShouldHaveSingleItem().Key.Module.ShouldBe("GGG");
        refusals.First[0].Reason.ShouldContain("AAA-2013J sum to 92.5");
        // The presentation, its 5 students, 5 registrations and 7 scores.
        refusals.Count.ShouldBe(18);
    }

    string PathOf(string file) => Path.Combine(folder.FullPath, file);

    byte[] Latin1(string file, string old, string by) =>
        Encoding.Latin1.GetBytes(File.ReadAllText(PathOf(file)).Replace(old, by, StringComparison.Ordinal));

    string Unreadable(Action spoil)
    {
        spoil();
        return Should.Throw<CsvException>(() => Join(new RefusedRows())).Message;
    }

    IReadOnlyList<RefusedRow> Refused()
    {
        var refusals = new RefusedRows();
        Join(refusals);
        return refusals.First;
    }

    OuladDataSet Join(RefusedRows refusals) => LoadedOulad.From(folder.FullPath, refusals).Data;
}
