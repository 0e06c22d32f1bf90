using System.Text.Json;
using FluentValidation.Results;

namespace Enrollment.Pipeline;

/// <summary>Says what a validator found in the words of the wire.</summary>
static class FieldProblems
{
    internal static FieldProblem Of(ValidationFailure error) =>
        new(Path(error.PropertyName), Code(error.ErrorCode), Message(error));

    /// <summary>With the field's name as it is sent, where the validator's own words take it apart: 'Ended On'.</summary>
    static string Message(ValidationFailure error) =>
        error.FormattedMessagePlaceholderValues?.GetValueOrDefault("PropertyName") is string { Length: > 0 } shown
            ? error.ErrorMessage.Replace(
                $"'{shown}'",
                $"'{Path(error.PropertyName).Split('.')[^1]}'",
                StringComparison.Ordinal
            )
            : error.ErrorMessage;

    /// <summary>
    /// As the sender knows the field: a command holds a body's members in 'Fields' or 'Entry', and the body has them at
    /// its top.
    /// </summary>
    static string Path(string property) =>
        CamelCase(
            property.StartsWith("Fields.", StringComparison.Ordinal)
            || property.StartsWith("Entry.", StringComparison.Ordinal)
                ? property[(property.IndexOf('.', StringComparison.Ordinal) + 1)..]
                : property
        );

    /// <summary>As every other code is written: NotEmptyValidator becomes not_empty.</summary>
    static string Code(string validator) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(
            validator.EndsWith("Validator", StringComparison.Ordinal) ? validator[..^"Validator".Length] : validator
        );

    static string CamelCase(string path) =>
        string.Join(
            '.',
            path.Split('.').Select(part => part.Length == 0 ? part : char.ToLowerInvariant(part[0]) + part[1..])
        );
}
