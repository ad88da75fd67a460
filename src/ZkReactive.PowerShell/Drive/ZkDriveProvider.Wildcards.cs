using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Paths;

namespace ZkReactive.PowerShell.Drive;

/// <content>Wildcards: the resolver of the node cmdlets, not the engine's, which asks node by node.</content>
public sealed partial class ZkDriveProvider
{
    /// <summary>How long what a pattern meant while a command was bound stays good for the same command when it runs.</summary>
    private static readonly TimeSpan BindToRun = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    protected override string[] ExpandPath(string path)
    {
        // The engine asks first while it binds (to find dynamic parameters) and again when the command runs.
        var key = string.Join('\n', [path, "+", .. Include ?? [], "-", .. Exclude ?? []]);
        if (DynamicParameters is not null && Memory.TakeExpansion(key, BindToRun) is { } bound) return bound;
        try
        {
            var given = DrivePath.Parse(path);
            var session = SessionOf(given);
            var pattern = PathPattern.Parse(given.NodeText);
            var nodes = Guard(() => PipelineBridge.Run(token => PathResolver.ExpandAsync(session.Client, pattern, token), _stopping.Token));
            string[] paths = [.. nodes.Where(node => IsWanted(node.Name)).Select(node => given.Of(node).ToString())];
            if (DynamicParameters is null) Memory.KeepExpansion(key, paths, session.Client.Options.TimeProvider);
            return paths;
        }
        catch (Exception e) when (IsFailure(e))
        {
            ThrowTerminatingError(ErrorRecordMapper.ToRecord(e, Shown(path)));
            throw;
        }
    }

    /// <summary>Whether -Include and -Exclude let a name through, as the engine's own wildcards do for the last segment.</summary>
    private bool IsWanted(string name) =>
        (Include is not { Count: > 0 } include || include.Any(pattern => WildcardName.Parse(pattern).IsMatch(name)))
        && (Exclude is not { Count: > 0 } exclude || !exclude.Any(pattern => WildcardName.Parse(pattern).IsMatch(name)));
}
