using System.Management.Automation;
using ZkReactive.PowerShell.Parameters;

namespace ZkReactive.PowerShell.Drive;

/// <summary>Makes a node's bytes of the value that an item command was given. Pure.</summary>
internal static class NodeValue
{
    /// <summary>Turns a value into bytes as the node cmdlets do.</summary>
    /// <exception cref="ArgumentException">The value has structure.</exception>
    public static byte[] ToBytes(object? value)
    {
        try
        {
            return DataTransformationAttribute.ToBytes(value is PSObject wrapped ? wrapped.BaseObject : value);
        }
        catch (ArgumentTransformationMetadataException e)
        {
            throw new ArgumentException(e.Message, e);
        }
    }
}
