using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Provider;
using ZkReactive.Client;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Paths;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Drive;

/// <summary>
/// Shows the znodes of a session as a drive. Each method finds the session and the node that a path means, calls the library,
/// and writes what it gives; the engine makes a new instance for each command.
/// </summary>
/// <remarks>Every node that can have children is a container; an ephemeral node is a leaf.</remarks>
[CmdletProvider("ZkReactive", ProviderCapabilities.ShouldProcess | ProviderCapabilities.Filter | ProviderCapabilities.ExpandWildcards)]
public sealed partial class ZkDriveProvider : NavigationCmdletProvider, IContentCmdletProvider, IPropertyCmdletProvider, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>What the runspace keeps of this provider between commands.</summary>
    private ZkProviderInfo Memory => (ZkProviderInfo)ProviderInfo;

    /// <inheritdoc/>
    protected override ProviderInfo Start(ProviderInfo providerInfo) => new ZkProviderInfo(providerInfo);

    /// <summary>Cancels what is under way; called by the engine on another thread.</summary>
    protected override void StopProcessing() => _ = _stopping.CancelAsync();

    /// <summary>The last name of a path. The engine's own way asks the server for it, several times for a command.</summary>
    protected override string GetChildName(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var trimmed = path.TrimEnd('/', '\\');
        return trimmed[(trimmed.LastIndexOfAny(['/', '\\']) + 1)..];
    }

    /// <inheritdoc/>
    protected override string NormalizeRelativePath(string path, string basePath) =>
        base.NormalizeRelativePath(IsEscaped(path) ? Locate(path).Path.ToString() : path, basePath);

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    /// <summary>The session and the node that a path means.</summary>
    private Location Locate(string path)
    {
        if (!IsEscaped(path)) return LocateNew(path);

        // Where a path names one node the engine passes escapes on, once or twice; of a -LiteralPath it takes nothing off. The
        // nodes that are there tell which it was.
        List<Location> readings = [LocateNew(path)];
        for (var plain = path; IsEscaped(plain);) readings.Add(LocateNew(plain = WildcardName.Unescape(plain)));
        var exist = Guard(() => PipelineBridge.Run(
            token => Task.WhenAll(readings.Select(reading => reading.Client.ExistsAsync(reading.Node, token).AsTask())), _stopping.Token));
        return readings.Find(reading => exist[readings.IndexOf(reading)].Exists) ?? readings[^1];
    }

    /// <summary>The session and the node that a path means, taken as it was typed: a node that is to be made is not looked for.</summary>
    private static Location LocateNew(string path)
    {
        var given = DrivePath.Parse(path);
        return new Location(SessionOf(given), given.Node, given);
    }

    private static bool IsEscaped(string path) => WildcardName.Unescape(path) != path;

    /// <summary>How a path is shown to the user: with its drive, where it has one.</summary>
    private string Shown(string path)
    {
        var given = DrivePath.Parse(path).ToString();
        return PSDriveInfo is ZkDriveInfo drive && given.StartsWith(drive.Root, StringComparison.OrdinalIgnoreCase)
            ? $"{drive.Name}:/{given[drive.Root.Length..].TrimStart('/')}"
            : given;
    }

    /// <summary>The session that a path names.</summary>
    /// <exception cref="ZkModuleException">It is not open, or there is none.</exception>
    private static ZkSession SessionOf(DrivePath path)
    {
        var resources = RunspaceResources.Current;
        if (path.Session.Length == 0) return resources.LastSession ?? throw NotOpen("There is no session in this runspace.");
        return resources.Sessions.FirstOrDefault(session => DrivePath.Label(session.Name).Equals(path.Session, StringComparison.OrdinalIgnoreCase))
            ?? throw NotOpen($"There is no open session called '{path.Session}'.");
    }

    private static ZkModuleException NotOpen(string message) => new(
        "ZkNotConnected", ErrorCategory.ConnectionError, message, "Connect first with Connect-Zk; Get-PSDrive -PSProvider ZkReactive lists the drives there are.");

    /// <summary>Does something for one item; a failure is an error of this item, and the command goes on.</summary>
    private bool Try<T>(string path, Func<Location, CancellationToken, Task<T>> work, [MaybeNullWhen(false)] out T result) =>
        Try(path, Locate, work, out result);

    /// <summary>Does something for one item, found in another way; a failure is an error of this item.</summary>
    private bool Try<TLocation, T>(
        string path, Func<string, TLocation> locate, Func<TLocation, CancellationToken, Task<T>> work, [MaybeNullWhen(false)] out T result)
    {
        try
        {
            var location = locate(path);
            result = Guard(() => PipelineBridge.Run(token => work(location, token), _stopping.Token));
            return true;
        }
        catch (Exception e) when (IsFailure(e))
        {
            WriteError(ErrorRecordMapper.ToRecord(e, Shown(path)));
            result = default;
            return false;
        }
    }

    /// <summary>Does something for one item that writes as it goes; a failure is an error of this item.</summary>
    private void Try(string path, Func<Location, PipelinePost, CancellationToken, Task> work)
    {
        try
        {
            var location = Locate(path);
            Guard(() => RunForListing(
                async (post, token) =>
                {
                    await work(location, post, token);
                    return true;
                },
                otherwise: false));
        }
        catch (Exception e) when (IsFailure(e))
        {
            WriteError(ErrorRecordMapper.ToRecord(e, Shown(path)));
        }
    }

    /// <summary>Asks something without whose answer the command cannot go on; a failure ends it, but for a listing, which fails by itself next.</summary>
    private T Require<T>(string path, Func<Location, CancellationToken, Task<T>> work, T otherwise)
    {
        try
        {
            var location = Locate(path);
            return Guard(() => RunForListing((_, token) => work(location, token), otherwise));
        }
        catch (Exception e) when (IsFailure(e))
        {
            if (DynamicParameters is ZkChildParameters) return otherwise;
            ThrowTerminatingError(ErrorRecordMapper.ToRecord(e, Shown(path)));
            throw;
        }
    }

    /// <summary>A cancellation that comes of stopping is the engine's stop, not an error.</summary>
    private T Guard<T>(Func<T> run)
    {
        try
        {
            return run();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private static bool IsFailure(Exception exception) => exception is not (PipelineStoppedException or FlowControlException);

    /// <summary>A node of a session, and the provider path that means it.</summary>
    private sealed record Location(ZkSession Session, ZkPath Node, DrivePath Path)
    {
        public IZkClient Client => Session.Client;
    }
}
