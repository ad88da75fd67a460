using System.Collections;
using System.Management.Automation;
using ZkReactive.Pipelines.Policy;

namespace ZkReactive.PowerShell.Parameters;

/// <summary>Makes attributes of a hashtable.</summary>
internal static class AttributeTable
{
    /// <summary>The attributes, each with the type that the set needs.</summary>
    /// <exception cref="ArgumentException">A value is none of the type needed.</exception>
    public static PolicyAttribute[] Bind(PolicySet set, IDictionary? table)
    {
        var values = new List<KeyValuePair<string, object?>>();
        foreach (DictionaryEntry entry in table ?? new Hashtable())
            values.Add(new(entry.Key.ToString()!, entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value));
        return [.. PolicyAttributeBinding.Bind(set, values)];
    }
}
