namespace ZkReactive.Tests.Ensemble;

/// <summary>A directory for one test; it goes with the test.</summary>
internal sealed class EnsembleFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("zkreactive-ensemble-").FullName;

    /// <summary>A directory that is not there yet.</summary>
    public string New => Path.Combine(_root, "zk");

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
