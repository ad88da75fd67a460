using System.Collections;
using System.Management.Automation;

namespace ZkReactive.PowerShell.Parameters;

/// <summary>
/// Lets servers be typed without quotes: of <c>zk1:2181,zk2:2181</c> the engine makes a list, which is put together again.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ServersTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is IList list and not byte[] ? string.Join(',', list.Cast<object?>()) : inputData;
    }
}
