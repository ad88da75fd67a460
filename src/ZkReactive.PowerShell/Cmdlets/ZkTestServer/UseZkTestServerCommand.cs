using System.Collections;
using System.Management.Automation;
using ZkReactive.Nodes;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Runs a script against an embedded server of its own, and takes everything down again however the script ends.</summary>
[Cmdlet(VerbsOther.Use, "ZkTestServer")]
[OutputType(typeof(object))]
public sealed class UseZkTestServerCommand : ZkCmdlet
{
    private const string ConnectVariable = "ZKREACTIVE_CONNECT";

    /// <summary>The script. Its first argument is the server, with SetFault, ClearFaults and Advance (the clock) at hand; a session to it is the default one, and a Connect-Zk without arguments reaches it too.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>Nodes to begin with: a table of paths and their data. Parents are made.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary Tree { get; set; } = new Hashtable();

    /// <summary>Faults to begin with, as Start-ZkServer takes them. They are switched on after the session was connected and the nodes were made.</summary>
    [Parameter]
    [FaultTransformation]
    [ArgumentCompleter(typeof(FaultCompleter))]
    public Hashtable Fault { get; set; } = [];

    /// <summary>The unit of session time: sessions last 2 to 20 ticks. By default 2 seconds.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? TickTime { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var defaults = new ZkServerOptions();
        var server = Require(target: null, () => PipelineBridge.Run(token => EmbeddedServer.StartAsync(defaults with { TickTime = TickTime ?? defaults.TickTime }, faults: null, token), StopToken));
        Resources.AddServer(server);
        var sessions = Resources.Sessions;
        var connect = Environment.GetEnvironmentVariable(ConnectVariable);
        try
        {
            Environment.SetEnvironmentVariable(ConnectVariable, server.ConnectString);
            Require(server, () => PipelineBridge.Run(token => PrepareAsync(server, token), StopToken));
            ScriptRun.Run(this, ScriptBlock, server, CancellationToken.None, StopToken);
        }
        finally
        {
            Environment.SetEnvironmentVariable(ConnectVariable, connect);
            PipelineBridge.Block(TakeDownAsync(server, sessions));
        }
    }

    private async Task<bool> PrepareAsync(EmbeddedServer server, CancellationToken token)
    {
        var session = Resources.AddSession(name: null, await Client.ZkClient.ConnectAsync(new Client.ZkClientOptions { ConnectString = server.ConnectString, LoggerFactory = Resources.Log }, token));
        foreach (DictionaryEntry node in Tree)
            await session.Client.SetOrCreateAsync(ZkPath.Parse(node.Key.ToString()!), DataTransformationAttribute.ToBytes(node.Value is PSObject wrapped ? wrapped.BaseObject : node.Value), token);
        foreach (DictionaryEntry fault in Fault) server.SetFault(fault.Key.ToString()!, fault.Value);
        return true;
    }

    /// <summary>Closes what was connected since, lets no fault hold that up, and stops the server.</summary>
    private async Task TakeDownAsync(EmbeddedServer server, IReadOnlyList<ZkSession> before)
    {
        server.ClearFaults();
        await Task.WhenAll(Resources.Sessions.Except(before).Select(Resources.CloseAsync));
        if (Resources.Servers.Contains(server)) await Resources.StopAsync(server);
    }
}
