using System.Globalization;
using Enrollment.Assessments;
using Enrollment.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace Enrollment.Tests.Documents;

/// <summary>Minutes of made-up boards, with names in several scripts.</summary>
internal static class MinutesSamples
{
    public static readonly IMinutesRenderer Renderer = new ServiceCollection()
        .AddEnrollmentDocuments()
        .BuildServiceProvider()
        .GetRequiredService<IMinutesRenderer>();

    private static readonly string[] Names =
    [
        "Нұрлан Әбдірахманұлы Қасымов",
        "Aruzhan Serikkyzy Nurlan",
        "李伟",
        "محمد بن عبد الله",
        "Ботагөз Төлегенқызы Жүнісова",
    ];

    public static MinutesSnapshot Of(int decisions, bool draft = false) =>
        new()
        {
            CenterName = "Almaty Training Center",
            CenterNameLocal = "Алматы оқу орталығы",
            CenterNameLanguage = "kk",
            FurtherCenterNames = [new("ru", "Алматинский учебный центр")],
            City = "Almaty",
            MinutesNumber = "7/2026",
            HeldOn = new DateOnly(2026, 3, 10),
            Kind = MeetingKind.Board,
            SealedAt = draft ? null : new DateTimeOffset(2026, 3, 10, 7, 0, 0, TimeSpan.Zero),
            Margin = 1,
            Quorum = 3,
            Remarks = "The board met in room 12.\nНазначений без замечаний.",
            Attendees =
            [
                new Attendee { Name = "Gulnara Abenova", Role = AttendeeRole.Chair },
                new Attendee { Name = "Ерлан Қасымов", Role = AttendeeRole.Member },
                new Attendee { Name = "王芳", Role = AttendeeRole.External },
                new Attendee { Name = "Saule Omarova", Role = AttendeeRole.Secretary },
            ],
            Cohorts =
            [
                new MinutedCohort
                {
                    Code = "CNC-26",
                    CourseTitle = "Operation of CNC Machine Tools",
                    CourseTitleLocal = "Сандық білдектермен жұмыс",
                    CourseTitleLanguage = "kk",
                    FurtherCourseTitles = [new("zh", "数控机床操作")],
                },
                new MinutedCohort { Code = "VM-26", CourseTitle = "Vehicle Maintenance" },
            ],
            Decisions = [.. Enumerable.Range(0, decisions).Select(Decision)],
        };

    private static MinutedDecision Decision(int n) =>
        new()
        {
            EnrollmentId = new Guid(n, 0, 0, new byte[8]),
            PersonName = string.Create(CultureInfo.InvariantCulture, $"{Names[n % Names.Length]} {n + 1}"),
            CohortCode = n % 2 == 0 ? "CNC-26" : "VM-26",
            ComputedOutcome = n % 7 == 2 ? Outcome.Incomplete : Outcome.Pass,
            ComputedMark = n % 7 == 2 ? null : 50 + (n % 20) + 0.5m,
            Decision =
                n % 7 == 2 ? BoardDecision.Defer
                : n % 11 == 1 ? BoardDecision.Fail
                : BoardDecision.Pass,
            DepartureReason =
                n % 11 == 1
                    ? "The workpiece was made by somebody else; the board heard the trainee and both instructors, and saw the record of the workshop."
                    : null,
        };
}
