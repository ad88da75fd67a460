using System.Management.Automation;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Parameters;

/// <summary>Lets <c>-Session</c> be given by name as well as by object.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SessionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        object?[] several => Array.ConvertAll(several, TransformOne),
        _ => TransformOne(inputData),
    };

    private static object? TransformOne(object? input)
    {
        var value = input is PSObject wrapped ? wrapped.BaseObject : input;
        if (value is null or ZkSession) return value;

        // An object from a job or another process has lost its type but kept its name.
        var name = value as string ?? input?.ToString() ?? "";
        return RunspaceResources.Current.FindSession(name)
            ?? throw new ArgumentTransformationMetadataException($"There is no open session called '{name}'. Get-ZkSession lists the open ones.");
    }
}
