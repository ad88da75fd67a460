using System.Collections;
using System.Management.Automation;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Probes;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Registers an instance of a service and keeps it registered while its probes succeed.</summary>
[Cmdlet(VerbsLifecycle.Register, "ZkService", SupportsShouldProcess = true)]
[OutputType(typeof(ZkServiceRegistrationInfo))]
public sealed class RegisterZkServiceCommand : ZkSessionCmdlet
{
    /// <summary>The service's node, such as /service/shop/web; made when it is not there.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath Path { get; set; }

    /// <summary>Host name or address at which the service is reached.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Address { get; set; } = "";

    /// <summary>Port at which it is reached.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>The instance's id, unique in the service. By default address and port.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Id { get; set; }

    /// <summary>How the instance is written: Curator, which is the default, or HostPort.</summary>
    [Parameter]
    public ServiceFormat Format { get; set; }

    /// <summary>What must succeed for it to be registered: tcp, tcp://host:port, http://…, https://…, exec:command, or a script block that gives true. By default nothing.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[]? Probe { get; set; }

    /// <summary>Which status http and https probes take for good: one, such as 204, or the first and the last, such as 200-399. By default 200-299.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProbeStatus { get; set; }

    /// <summary>Text that the answer to http and https probes must contain.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProbeBody { get; set; }

    /// <summary>Take any certificate of https probes: for a service with one of its own making.</summary>
    [Parameter]
    public SwitchParameter ProbeAnyCertificate { get; set; }

    /// <summary>The pause between two rounds of probes. By default 2 seconds.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Interval { get; set; }

    /// <summary>How long a probe may take. By default 1 second.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? ProbeTimeout { get; set; }

    /// <summary>How many rounds in a row must succeed before it is registered.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Rise { get; set; } = 2;

    /// <summary>How many rounds in a row must fail before it is taken out.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Fall { get; set; } = 3;

    /// <summary>Words to choose by.</summary>
    [Parameter]
    public string[] Tag { get; set; } = [];

    /// <summary>Share of weighted picks; 0 is never picked.</summary>
    [Parameter]
    [ValidateRange(0, 1_000_000)]
    public int Weight { get; set; } = 1;

    /// <summary>Where it stands: a data centre, a rack.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Zone { get; set; }

    /// <summary>What else it says of itself: names and values.</summary>
    [Parameter]
    public Hashtable? Metadata { get; set; }

    /// <summary>Port that speaks TLS.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? SslPort { get; set; }

    /// <summary>Where it notes its session, so that after a crash the next registration replaces what was left at once.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StateDirectory { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        var options = Require(Path.Value, ToOptions);
        if (!ShouldProcess((options.Path / options.NodeName).Value, $"Register {options.Address}:{options.Port}")) return;
        if (Try(Path.Value, token => StartAsync(session, options, token), out var registration)) WriteObject(new ZkServiceRegistrationInfo(registration, session));
    }

    /// <summary>Without probes it is registered, or refused, right away, and that is waited for.</summary>
    private async Task<ServiceRegistration> StartAsync(ZkSession session, ServiceRegistrationOptions options, CancellationToken token)
    {
        var registration = ServiceRegistration.Start(session.Client, options);
        try
        {
            if (options.Probes.Count == 0) await registration.WaitUntilRegisteredAsync(token);
        }
        catch
        {
            await registration.DisposeAsync();
            throw;
        }

        Resources.AddRegistration(session, registration);
        return registration;
    }

    private ServiceRegistrationOptions ToOptions()
    {
        var expected = HttpExpectation.Default with { BodyContains = ProbeBody, IgnoresCertificate = ProbeAnyCertificate };
        if (ProbeStatus is not null) expected = expected.WithStatus(ProbeStatus);
        var options = new ServiceRegistrationOptions
        {
            Path = Path,
            Address = Address,
            Port = Port,
            Format = Format,
            Probes = [.. (Probe ?? []).Select(probe => ToProbe(probe, expected))],
            DisposesProbes = true,
            Rise = Rise,
            Fall = Fall,
            Tags = Tag,
            Weight = Weight,
            Zone = Zone,
            Metadata = Metadata?.Cast<DictionaryEntry>().ToDictionary(pair => $"{pair.Key}", pair => $"{pair.Value}", StringComparer.Ordinal) ?? [],
            SslPort = SslPort,
            StateDirectory = StateDirectory is null ? null : GetUnresolvedProviderPathFromPSPath(StateDirectory),
        };
        if (Id is not null) options = options with { InstanceId = Id };
        if (Interval is { } interval) options = options with { Interval = interval };
        if (ProbeTimeout is { } timeout) options = options with { ProbeTimeout = timeout };
        options.Validate();
        return options;
    }

    private ServiceProbe ToProbe(object probe, HttpExpectation expected) => (probe is PSObject wrapped ? wrapped.BaseObject : probe) switch
    {
        ServiceProbe ready => ready,
        ScriptBlock script => new ScriptProbe(script),
        var text => ServiceProbe.Parse($"{text}", Address, Port, expected),
    };
}
