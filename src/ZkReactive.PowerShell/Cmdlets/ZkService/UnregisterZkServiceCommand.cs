using System.Management.Automation;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Errors;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Takes out what Register-ZkService registered in this runspace.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "ZkService", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(void))]
public sealed class UnregisterZkServiceCommand : ZkSessionCmdlet
{
    private const string PathSet = "Path";
    private const string AllSet = "All";

    /// <summary>The service's node, for all its instances registered here, or an instance's own node.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(RegistrationCompleter))]
    public ZkPath[] Path { get; set; } = [];

    /// <summary>Takes out everything that was registered in this runspace, in whatever session.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (All)
        {
            foreach (var registration in Resources.Registrations) Remove(registration);
            return;
        }

        foreach (var path in Path)
        {
            var found = Resources.Registrations.Where(one => (one.Path == path || one.InstancePath == path) && (Session is null || Resources.IsOf(one, Session))).ToArray();
            foreach (var registration in found) Remove(registration);
            if (found.Length == 0) WriteError(ErrorRecordMapper.ToRecord(Unknown(path), path.Value));
        }
    }

    private void Remove(ServiceRegistration registration)
    {
        if (ShouldProcess(registration.InstancePath.Value, "Unregister")) Try(registration.InstancePath.Value, token => Resources.StopAsync(registration, token));
    }

    private static ServiceException Unknown(ZkPath path) => new(
        ServiceErrorIds.RegistrationUnknown, $"Nothing is registered at {path} from this runspace. Another process's registration ends with that process.") { Path = path };
}
