namespace Enrollment.Tests.Testing;

/// <summary>The machine's clock, put forward while it runs.</summary>
sealed class ShiftedClock : TimeProvider
{
    internal TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
