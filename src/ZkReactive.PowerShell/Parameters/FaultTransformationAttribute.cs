using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace ZkReactive.PowerShell.Parameters;

/// <summary>Lets <c>-Fault</c> be given as names, as name=value, or as a table of both.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FaultTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var faults = new Hashtable(StringComparer.OrdinalIgnoreCase);
        Add(faults, inputData);
        return faults;
    }

    private static void Add(Hashtable faults, object? input)
    {
        switch (input is PSObject wrapped ? wrapped.BaseObject : input)
        {
            case IDictionary table:
                foreach (DictionaryEntry entry in table) faults[entry.Key] = entry.Value is true ? null : entry.Value;
                break;
            case string text when text.Split('=', 2) is [var name, var value]:
                faults[name.Trim()] = value.Trim();
                break;
            case IEnumerable several and not string:
                foreach (var one in several) Add(faults, one);
                break;
            case var name:
                faults[Convert.ToString(name, CultureInfo.InvariantCulture) ?? ""] = null;
                break;
        }
    }
}
