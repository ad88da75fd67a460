using ZkReactive.Ensemble;

namespace ZkReactive.PowerShell.Output;

/// <summary>An ensemble on this machine as the ensemble cmdlets write it.</summary>
public sealed class ZkEnsembleInfo
{
    internal ZkEnsembleInfo(ZkEnsemble ensemble)
    {
        Directory = ensemble.Directory;
        ConnectString = ensemble.ConnectString;
        Servers = [.. ensemble.Servers];
    }

    /// <summary>Where it lives; binds to <c>-Directory</c> of the next command.</summary>
    public string Directory { get; }

    /// <summary>All servers, as a client wants them; binds to <c>-ConnectString</c> of Connect-Zk.</summary>
    public string ConnectString { get; }

    /// <summary>How many servers there are.</summary>
    public int Count => Servers.Length;

    /// <summary>Its servers, with ports and files.</summary>
    public EnsembleServer[] Servers { get; }

    /// <summary>The directory.</summary>
    public override string ToString() => Directory;
}
