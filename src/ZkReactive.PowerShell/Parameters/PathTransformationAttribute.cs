using System.Collections;
using System.Management.Automation;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Parameters;

/// <summary>
/// Turns text into paths before the engine looks whether it must convert. Without it, each row of a pipeline that has a Path
/// would first be tried as a path itself, and the exception of that costs more than all the rest of the row.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PathTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Transform(inputData)!;

    /// <summary>The paths; what is neither text nor a path is left as it is: it may have a Path.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">A text is no path.</exception>
    internal static object? Transform(object? value) => Unwrap(value) switch
    {
        string text => new[] { Parse(text) },
        IList { Count: > 0 } list and not byte[] => ToPaths(list) ?? value,
        _ => value,
    };

    private static ZkPath Parse(string text) => ZkPath.TryParse(text, out var path, out var reason)
        ? path
        : throw new ArgumentTransformationMetadataException($"'{text}' is not a znode path: {reason}");

    private static ZkPath[]? ToPaths(IList list)
    {
        var paths = new ZkPath[list.Count];
        for (var i = 0; i < paths.Length; i++)
        {
            switch (Unwrap(list[i]))
            {
                case ZkPath path:
                    paths[i] = path;
                    break;
                case string text:
                    paths[i] = Parse(text);
                    break;
                default:
                    return null;
            }
        }

        return paths;
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
