using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Enrollment.Web.Api;

/// <summary>
/// Refuses null as an element of a list: the serializer minds the nullability of members, not that of elements.
/// </summary>
static class NullElements
{
    internal static void Refuse(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;

        var lists = type.Properties.Where(property => property.Get is not null && IsList(property)).ToArray();
        if (lists.Length > 0)
            type.OnDeserialized += value => Check(value, lists);
    }

    static bool IsList(JsonPropertyInfo property) =>
        property.PropertyType.IsGenericType
        && property.PropertyType.IsAssignableTo(typeof(IEnumerable))
        && property.PropertyType.GetGenericArguments() is [{ IsValueType: false }];

    static void Check(object value, JsonPropertyInfo[] lists)
    {
        foreach (var list in lists)
        {
            var index = 0;
            foreach (var element in list.Get!(value) as IEnumerable ?? Array.Empty<object>())
            {
                if (element is null)
                    throw new NullElementException($"{list.Name}[{index}]");
                index++;
            }
        }
    }
}

/// <summary>Its path is that of the object which holds the list; <paramref name="place"/> goes on from there.</summary>
sealed class NullElementException(string place) : JsonException("An element of a list can't be null.")
{
    internal string Place => place;
}
