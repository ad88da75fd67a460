using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.Ensemble;
using ZkReactive.PowerShell.Parameters;
using Library = ZkReactive.Ensemble.ZkEnsemble;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Looks an ensemble over and writes what it finds, each with its remedy, worst first.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ZkEnsemble", DefaultParameterSetName = ConnectSet)]
[OutputType(typeof(EnsembleFinding))]
public sealed class TestZkEnsembleCommand : ZkSessionCmdlet
{
    private const string ConnectSet = "Connect";
    private const string DirectorySet = "Directory";

    /// <summary>The servers to look at. By default those of -Session or of the session connected last.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ConnectSet)]
    [ValidateNotNullOrEmpty]
    [ServersTransformation]
    public string? ConnectString { get; set; }

    /// <summary>The directory of an ensemble on this machine.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DirectorySet)]
    [ValidateNotNullOrEmpty]
    public string? Directory { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var target = ConnectString ?? Directory;
        var options = Require(target, ToOptions);
        if (Try(target, token => EnsembleDoctor.ExamineAsync(options, token), out var findings))
            WriteObject(findings, enumerateCollection: true);
    }

    // A session's own credentials and limits go with it.
    private DoctorOptions ToOptions() => (Directory, ConnectString) switch
    {
        ({ } directory, _) => OfDirectory(Library.Open(GetUnresolvedProviderPathFromPSPath(directory))),
        (_, { } connectString) => new() { Client = new ZkClientOptions { ConnectString = connectString } },
        _ => new() { Client = Client.Options },
    };

    private static DoctorOptions OfDirectory(Library ensemble) => new() { Client = new ZkClientOptions { ConnectString = ensemble.ConnectString }, Ensemble = ensemble };
}
