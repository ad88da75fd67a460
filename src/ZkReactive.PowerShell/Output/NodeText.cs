using System.Management.Automation;
using System.Text;

namespace ZkReactive.PowerShell.Output;

/// <summary>A node's data as scripts like to have it.</summary>
internal static class NodeText
{
    private const string FromJson = "param($text) Microsoft.PowerShell.Utility\\ConvertFrom-Json -InputObject $text";

    /// <summary>The data as UTF-8.</summary>
    public static string Of(byte[] data) => Encoding.UTF8.GetString(data);

    /// <summary>What ConvertFrom-Json makes of the data; null where there is none.</summary>
    public static object? JsonOf(byte[] data)
    {
        if (data.Length == 0) return null;
        var values = ScriptBlock.Create(FromJson).Invoke(Of(data));
        return values.Count switch
        {
            0 => null,
            1 => values[0],
            _ => values.ToArray(),
        };
    }
}
