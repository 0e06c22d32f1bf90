using Enrollment.Assessments;
using Enrollment.Certificates;
using Enrollment.Certificates.Transcripts;
using Enrollment.Cohorts;
using Enrollment.Documents;
using Enrollment.People;
using Microsoft.Extensions.DependencyInjection;

namespace Enrollment.Tests.Documents;

/// <summary>Transcripts of a made-up trainee.</summary>
internal static class TranscriptSamples
{
    public static readonly ITranscriptRenderer Renderer = new ServiceCollection()
        .AddEnrollmentDocuments()
        .BuildServiceProvider()
        .GetRequiredService<ITranscriptRenderer>();

    public static PrintedTranscript Of(string language, int components = 4, bool specimen = false) =>
        new(
            Transcript.Of(Facts(components), ExplanationWords.In(language)),
            language,
            new DateOnly(2026, 11, 24),
            new DateOnly(2026, 11, 20),
            specimen
        );

    private static TranscriptFacts Facts(int components) =>
        new()
        {
            Row = new TranscriptRow
            {
                EnrollmentId = new Guid(1, 0, 0, new byte[8]),
                TraineeNumber = 17,
                CohortCode = "EV-26-1",
                StartsOn = new DateOnly(2026, 3, 2),
                EndsOn = new DateOnly(2026, 11, 13),
                CourseCode = "EV-101",
                Title = "Maintenance of Electric Vehicles",
                TitleLocal = "Электромобильдерге қызмет көрсету",
                Hours = 480,
                Credits = 16.5m,
                NqfLevel = 4,
                CenterCode = "ATC",
                CenterName = "Almaty Technical Training Center",
                CenterNameLocal = "Алматы техникалық оқу орталығы",
                City = "Almaty",
                Country = "KZ",
                TimeZone = "Asia/Almaty",
                ReleasedAt = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero),
                Outcome = Outcome.Merit,
                Mark = 78,
                UnroundedMillionths = 77_640_000,
                Decision = BoardDecision.Merit,
                MinutesNumber = "7/2026",
                HeldOn = new DateOnly(2026, 11, 20),
            },
            Holder = new PersonFields
            {
                Names =
                [
                    new PersonName { Script = "Cyrl", FullName = "Әбілқайыр Өмірұлы Қуанышбаев" },
                    new PersonName { Script = "Latn", FullName = "Abilkaiyr Omiruly Kuanyshbayev" },
                    new PersonName { Script = "Hans", FullName = "阿比凯尔" },
                ],
            },
            Requirements = new RequirementFields
            {
                MinimumAge = 16,
                QualificationLevel = 2,
                Prerequisites = ["EL-1"],
                Languages = [new LanguageRequirement { Language = "kk", Level = CefrLevel.B1 }],
            },
            Kinds = Enumerable.Range(0, components).ToDictionary(n => $"C{n}", n => (ComponentKind)(n % 4)),
            Explanation = new ResultExplanation
            {
                Outcome = Outcome.Merit,
                Mark = 78,
                Unrounded = 77.64m,
                Decimals = 0,
                PassMark = 50,
                MeritMark = 70,
                DistinctionMark = 85,
                MinimumAttendance = 80,
                Attendance = 96.5m,
                Reasons = [],
                Groups =
                [
                    new GroupExplanation
                    {
                        Code = "TERM",
                        Name = "Term work",
                        Weight = 60,
                        Mark = 71.4m,
                        Admitted = true,
                        Components = [.. Enumerable.Range(0, components).Select(Component)],
                    },
                ],
            },
            Outcomes = new Dictionary<Outcome, int> { [Outcome.Pass] = 14, [Outcome.Merit] = 6 },
            Certificates =
            [
                new TranscriptCertificate
                {
                    Serial = "ATC-CERT-2026-000417",
                    State = CertificateState.Issued,
                    Award = BoardDecision.Merit,
                    AwardedOn = new DateOnly(2026, 11, 20),
                    IssuedAt = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero),
                },
            ],
            VerifyAt = new Uri("https://verify.example.org/verify"),
        };

    private static ComponentExplanation Component(int n) =>
        new()
        {
            Code = $"C{n}",
            Name = $"Battery diagnosis and safe disconnection of high voltage, part {n + 1}",
            Weight = 25,
            Standing = n % 4 == 3 ? ComponentStanding.Exempt : ComponentStanding.Counted,
            Mark = n % 4 == 3 ? null : 71.4m,
            MaximumMark = 40,
            Attempts = n % 4 == 3 ? [Attempt(1, MarkState.Exempt, null)] : Attempts(n),
        };

    private static AttemptExplanation[] Attempts(int n) =>
        n % 4 == 1
            ? [Attempt(1, MarkState.Marked, 12.5m), Attempt(2, MarkState.Marked, 28.56m)]
            : [Attempt(1, MarkState.Marked, 28.56m)];

    private static AttemptExplanation Attempt(int number, MarkState state, decimal? value) =>
        new()
        {
            Attempt = number,
            State = state,
            Value = value,
            Counts = true,
        };
}
