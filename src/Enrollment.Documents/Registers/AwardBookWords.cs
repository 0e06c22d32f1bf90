using Enrollment.Certificates;

namespace Enrollment.Documents.Registers;

/// <summary>The words of books of awards in one language (<c>Registers/Words/ru.json</c>).</summary>
internal sealed class AwardBookWords(SheetWords words) : IAwardBookWords
{
    public string Language => words.Language;

    public string Column(AwardBookColumn column) => words[$"column.{column}"];

    public string State(BookState state) => words[$"state.{state}"];

    public string Award(string award) => words.Find($"award.{award}") ?? award;
}
