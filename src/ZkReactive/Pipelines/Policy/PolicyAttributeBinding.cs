using System.Globalization;

namespace ZkReactive.Pipelines.Policy;

/// <summary>Makes attributes of what people type.</summary>
public static class PolicyAttributeBinding
{
    /// <summary>
    /// Gives each value the type that the set's conditions need. Text is read as that type; what no condition asks for stays as
    /// it is.
    /// </summary>
    /// <param name="set">The set.</param>
    /// <param name="values">Names and values: text, numbers of any kind, truth values.</param>
    /// <exception cref="ArgumentException">A value is none of the type needed.</exception>
    public static IReadOnlyList<PolicyAttribute> Bind(PolicySet set, IEnumerable<KeyValuePair<string, object?>> values)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(values);
        var types = set.Attributes.ToDictionary(use => use.Name, use => use.Type, StringComparer.Ordinal);
        return [.. values.Select(value => Bind(value.Key, value.Value, types.TryGetValue(value.Key, out var type) ? type : null))];
    }

    private static PolicyAttribute Bind(string name, object? value, PolicyValueType? needed)
    {
        if (value is bool truth && needed is null or PolicyValueType.Boolean) return new(name, truth);
        if (value is IConvertible number && number.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal && needed is null or PolicyValueType.Number)
            return new(name, Convert.ToDecimal(value, CultureInfo.InvariantCulture));
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        if (PolicyAttribute.TryParse(name, text, needed ?? PolicyValueType.String, out var attribute)) return attribute;
        var wanted = needed == PolicyValueType.Boolean ? "true or false" : "a number, such as 3 or 0.75";
        throw new ArgumentException($"The attribute '{name}' must be {wanted}, by its use in the policies, not '{text}'.");
    }
}
