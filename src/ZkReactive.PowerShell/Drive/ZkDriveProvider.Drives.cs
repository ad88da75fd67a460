using System.Collections.ObjectModel;
using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Drive;

/// <content>Making and removing drives.</content>
public sealed partial class ZkDriveProvider
{
    /// <inheritdoc/>
    protected override object NewDriveDynamicParameters() => new ZkDriveParameters();

    /// <inheritdoc/>
    protected override PSDriveInfo NewDrive(PSDriveInfo drive)
    {
        if (drive is ZkDriveInfo made) return made;
        var parameters = DynamicParameters as ZkDriveParameters;
        ZkSession? connected = null;
        try
        {
            var session = parameters?.Session ?? (connected = Connect(parameters?.ConnectString)) ?? SessionOf(new DrivePath("", []));
            var root = DrivePath.Parse("/" + drive.Root) with { Session = DrivePath.Label(session.Name) };
            if (root.Segments.Count > 0) _ = Guard(() => PipelineBridge.Run(token => session.Client.GetAsync(root.Node, token).AsTask(), _stopping.Token));
            return new ZkDriveInfo(
                new PSDriveInfo(drive.Name, drive.Provider, root.ToString(), drive.Description is { Length: > 0 } text ? text : session.ConnectString, null),
                session,
                connected is not null);
        }
        catch (Exception e) when (IsFailure(e))
        {
            if (connected is not null) PipelineBridge.Block(RunspaceResources.Current.CloseAsync(connected));
            ThrowTerminatingError(ErrorRecordMapper.ToRecord(e, drive.Name));
            throw;
        }
    }

    /// <inheritdoc/>
    protected override PSDriveInfo RemoveDrive(PSDriveInfo drive)
    {
        if (drive is ZkDriveInfo { OwnsSession: true } own) PipelineBridge.Block(RunspaceResources.Current.CloseAsync(own.Session));
        return drive;
    }

    /// <inheritdoc/>
    protected override Collection<PSDriveInfo> InitializeDefaultDrives()
    {
        // Sessions that were open before the provider came: a second import of the module.
        var drives = new Collection<PSDriveInfo>();
        foreach (var session in RunspaceResources.Current.Sessions)
        {
            if (SessionDrives.NameFor(session, drives.Select(drive => drive.Name)) is { } name) drives.Add(SessionDrives.Make(name, ProviderInfo, session));
        }

        return drives;
    }

    private ZkSession? Connect(string? connectString)
    {
        if (connectString is null) return null;
        var options = new ZkClientOptions { ConnectString = connectString };
        options.Validate();
        var client = Guard(() => PipelineBridge.Run(token => ZkClient.ConnectAsync(options, token), _stopping.Token));
        return RunspaceResources.Current.AddSession(null, client);
    }
}
