using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Effects;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Pipelines.Deploy;

/// <summary>A temporary directory with a repository to deploy from and a root to deploy to.</summary>
internal sealed class DeployScratch : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("zkreactive-deploy-");

    public DeployScratch() => Repository = new GitRepository(In("origin"));

    public GitRepository Repository { get; }

    public string Root => In("root");

    public string Target => Path.Combine(Root, "app");

    public string Releases => Path.Combine(Root, "app.releases");

    /// <summary>The steps that the last work took.</summary>
    public List<DeployAgentState> Steps { get; } = [];

    /// <summary>Where the work says what it does.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    public DeployAgentOptions Options => new() { Root = Root, AgentId = "a1", AllowedSchemes = DeployUrlSchemes.File };

    public string In(string name) => Path.Combine(_directory.FullName, name);

    /// <summary>Does the work of one deploy as a freshly started agent would.</summary>
    public async Task<DeployWorkResult> DeployAsync(
        DeployManifest manifest, string deployId = "d1", DeployAgentOptions? options = null, Action<DeployAgentState>? step = null, CancellationToken cancellationToken = default)
    {
        Steps.Clear();
        using var state = DeployStateDirectory.Open((options ?? Options).StateDirectory);
        using var worker = new DeployWorker(options ?? Options, state, Logger);
        var order = new DeployOrder(deployId, manifest, new Zxid(1));
        var done = await worker.RunAsync(order, reached =>
        {
            Steps.Add(reached);
            step?.Invoke(reached);
            return Task.CompletedTask;
        }, cancellationToken);
        worker.Keep(order);
        await worker.TidyAsync(order, cancellationToken);
        return done;
    }

    public async Task<string> FailAsync(DeployManifest manifest, DeployAgentOptions? options = null) =>
        (await Assert.ThrowsAsync<DeployWorkException>(() => DeployAsync(manifest, options: options))).ErrorId;

    public string Read(string file) => File.ReadAllText(Path.Combine(Target, file));

    /// <summary>What git says of the target: commit and, after a space, what is not clean.</summary>
    public string Stands() => GitRepository.Run(Target, "rev-parse", "HEAD").Trim() + GitRepository.Run(Target, "status", "--porcelain");

    public string[] ReleaseNames() => [.. Directory.GetDirectories(Releases).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public void Dispose() => Trash.Delete(_directory.FullName);
}
