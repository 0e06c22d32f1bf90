using System.Collections.Concurrent;
using System.Text.Json;

namespace Enrollment.Messages;

/// <summary>The templates that come with the program, one per language and kind: <c>Templates/ru/offered.txt</c>.</summary>
static class MessageTemplates
{
    static readonly ConcurrentDictionary<(string Language, MessageKind Kind), MessageTemplate> read = new();

    internal static MessageTemplate Of(string language, MessageKind kind) =>
        read.GetOrAdd((language, kind), key => new MessageTemplate(Text(Name(key.Language, key.Kind))));

    internal static string Name(string language, MessageKind kind) =>
        $"{language}/{JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString())}";

    static string Text(string name)
    {
        using var stream =
            typeof(MessageTemplates).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program has no template '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
