using System.Text;
using Enrollment.Tests.Storage;
using Enrollment.Web.CommandLine.Oulad;

namespace Enrollment.Tests.CommandLine;

/// <summary>A small data set in the form of OULAD: quoted fields, CRLF, a blank for what is missing.</summary>
sealed class OuladFolder : IDisposable
{
    readonly TemporaryDirectory directory = new();

    internal OuladFolder()
    {
        Write(
            OuladFiles.CoursesFile,
            """
            "code_module","code_presentation","module_presentation_length"
            "AAA","2013J","268"
            "GGG","2014B","240"
            """
        );
        Write(
            OuladFiles.AssessmentsFile,
            """
            "code_module","code_presentation","id_assessment","assessment_type","date","weight"
            "AAA","2013J","1","TMA","19","12.5"
            "AAA","2013J","2","TMA","54","87.5"
            "AAA","2013J","3","CMA","54","0"
            "AAA","2013J","4","Exam","","100"
            "GGG","2014B","5","TMA","19","0"
            "GGG","2014B","6","CMA","54","0"
            "GGG","2014B","7","TMA","90","0"
            "GGG","2014B","8","Exam","","100"
            """
        );
        Write(
            OuladFiles.InfosFile,
            """
            "code_module","code_presentation","id_student","gender","final_result"
            "AAA","2013J","101","M","Pass"
            "AAA","2013J","102","F","Distinction"
            "AAA","2013J","103","F","Fail"
            "AAA","2013J","104","M","Withdrawn"
            "AAA","2013J","105","M","Withdrawn"
            "GGG","2014B","101","M","Pass"
            """
        );
        Write(
            OuladFiles.RegistrationsFile,
            """
            "code_module","code_presentation","id_student","date_registration","date_unregistration"
            "AAA","2013J","101","-159",""
            "AAA","2013J","102","",""
            "AAA","2013J","103","-10","30"
            "AAA","2013J","104","-10","12"
            "AAA","2013J","105","-60","-20"
            "GGG","2014B","101","-5",""
            """
        );
        Write(
            OuladFiles.ScoresFile,
            """
            "id_assessment","id_student","date_submitted","is_banked","score"
            "1","101","18","0","78"
            "2","101","50","0","64"
            "1","102","-1","1","90"
            "2","102","51","0","95"
            "1","103","18","0","0"
            "2","103","55","0",""
            "1","104","20","0","55"
            "8","101","230","0","71"
            """
        );
    }

    internal string FullPath => directory.FullPath;

    internal void Write(string file, string text) => Write(file, Encoding.UTF8.GetBytes(InCrlf(text)));

    internal void Write(string file, byte[] bytes) => File.WriteAllBytes(directory.File(file), bytes);

    internal void Append(string file, string line) => File.AppendAllText(directory.File(file), line + "\r\n");

    internal void Replace(string file, string old, string by)
    {
        var text = File.ReadAllText(directory.File(file));
        if (!text.Contains(old, StringComparison.Ordinal))
            throw new ArgumentException($"{file} doesn't hold {old}.", nameof(old));
        File.WriteAllText(directory.File(file), text.Replace(old, by, StringComparison.Ordinal));
    }

    internal void Delete(string file) => File.Delete(directory.File(file));

    static string InCrlf(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n";

    public void Dispose() => directory.Dispose();
}
