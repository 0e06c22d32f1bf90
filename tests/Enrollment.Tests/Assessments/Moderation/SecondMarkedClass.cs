using Enrollment.Accounts;
using Enrollment.Assessments;
using Enrollment.Assessments.Moderation;
using Enrollment.Tests.Testing;

namespace Enrollment.Tests.Assessments.Moderation;

/// <summary>A cohort with one component of 40 marks that is marked twice.</summary>
sealed record SecondMarkedClass(TestSystem System, MarkTests.Class Class)
{
    internal static Caller First => Callers.Instructor;
    internal static Caller Second => Callers.OtherInstructor;
    internal static Caller Third { get; } = new("u-instructor-3", "Third instructor", Role.Instructor);

    internal Guid CohortId => Class.Cohort.Id;
    internal Guid ComponentId => Class.Scheme.Groups[0].Components[0].Id;
    internal IReadOnlyList<Guid> Trainees => Class.Trainees;

    /// <param name="system">The system.</param>
    /// <param name="mode">What the component asks for.</param>
    /// <param name="tolerance">Points of percentage: 5 are two marks of 40.</param>
    /// <param name="trainees">How many.</param>
    internal static async Task<SecondMarkedClass> MakeAsync(
        TestSystem system,
        SecondMarking mode = SecondMarking.All,
        decimal? tolerance = 5,
        int trainees = 1
    )
    {
        var component = SchemeBuilder.Component("WORK", 100) with
        {
            MaximumMark = 40,
            SecondMarking = mode,
            Tolerance = tolerance,
        };
        var fields = SchemeBuilder.Fields(SchemeBuilder.Group("ALL", 100, component));
        return new SecondMarkedClass(system, await MarkTests.ClassAsync(system, trainees, fields));
    }

    internal SetMark Mark(decimal value, int trainee = 0, int version = 0) =>
        new(Class.Entry(value, trainee) with { Version = version, Reason = version == 0 ? null : "Added up again." });

    internal SetSecondMark SecondMark(decimal value, int trainee = 0) => new(Trainees[trainee], ComponentId, 1, value);

    internal ModerateMark Moderate(decimal value, int trainee = 0) =>
        new(Trainees[trainee], ComponentId, null, new ModeratedMark { Value = value, Reason = "Read both comments." });

    internal Task<SecondMarkingView> ReadAsync(Caller? caller = null, int trainee = 0) =>
        System.DoAsync(new GetSecondMarking(Trainees[trainee], ComponentId, 1), caller ?? Callers.Manager);

    /// <summary>The mark as its first marker reads it.</summary>
    internal async Task<MarkView> MarkAsync(int trainee = 0) =>
        (await System.DoAsync(new GetTraineeResult(Trainees[trainee]), First)).Marks[0];

    /// <summary>The result as computed now.</summary>
    internal async Task<ResultView> ResultAsync(int trainee = 0)
    {
        await System.DoAsync(new ComputeResults(CohortId));
        return (await System.DoAsync(new GetTraineeResult(Trainees[trainee]))).Result!;
    }
}
