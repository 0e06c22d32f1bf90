namespace Enrollment.Pipeline;

/// <summary>What every use case answers: a value, or the reason why not. Exceptions are for bugs and broken machines.</summary>
public interface IResult<TSelf>
    where TSelf : IResult<TSelf>
{
    /// <summary>Null on success.</summary>
    Refusal? Refusal { get; }

    static abstract TSelf Refuse(Refusal refusal);
}

/// <summary>A value of <typeparamref name="T"/> or a <see cref="Pipeline.Refusal"/>; never both, never neither.</summary>
public sealed record Result<T> : IResult<Result<T>>
{
    readonly T? value;

    Result(T? value, Refusal? refusal)
    {
        this.value = value;
        Refusal = refusal;
    }

    public Refusal? Refusal { get; }

    /// <summary>The value. Throws <see cref="InvalidOperationException"/> when the use case was refused.</summary>
    public T Value => Refusal is null ? value! : throw new InvalidOperationException(Refusal.ToString());

#pragma warning disable CA1000 // The interface demands the factory on the type; callers use the implicit conversions.
    public static Result<T> Refuse(Refusal refusal) => new(default, refusal);

    /// <summary>For values of an interface type, which no implicit conversion takes.</summary>
    public static Result<T> Of(T value) => new(value, null);
#pragma warning restore CA1000

#pragma warning disable CA2225 // Named alternates of the conversions would be a second way to say the same.
    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);
#pragma warning restore CA2225
}

/// <summary>The value of a use case that has nothing to say on success.</summary>
public sealed record Done
{
    public static Done It { get; } = new();
}
