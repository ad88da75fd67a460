using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Signing;

/// <summary>Lets an agent accept only what a trusted key has signed for its manifest node, and nothing older than what it has accepted.</summary>
/// <param name="keys">Whom to trust.</param>
/// <param name="serverPath">The manifest node as the server knows it.</param>
/// <param name="stateDirectory">The agent's own directory, where the newest accepted manifest is remembered.</param>
/// <param name="next">Whom to ask besides; null for nobody.</param>
internal sealed class DeployTrustCheck(DeployTrustedKeys keys, ZkPath serverPath, string stateDirectory, IDeployManifestCheck? next) : IDeployManifestCheck
{
    private readonly DeployTrustMemory _memory = new(stateDirectory);

    /// <inheritdoc/>
    public bool VouchesForCommands => true;

    /// <inheritdoc/>
    public IReadOnlyList<DeployProblem> Check(DeployManifest manifest, DeployManifestContext context)
    {
        try
        {
            var newest = _memory.Read(serverPath);
            var check = DeployTrust.Check(context.Data, manifest, serverPath, keys, newest);
            if (!check.IsGood) return [check.Problem];
            if (next?.Check(manifest, context) is { Count: > 0 } problems) return problems;
            // Remembered before it is acted on: killed in between, the agent accepts the same one again and nothing older.
            if (check.Mark != newest) _memory.Write(serverPath, check.Mark);
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            // An agent that has forgotten what it accepted would accept what is old.
            return [new("signature", $"Which manifest was accepted last cannot be read or written in '{stateDirectory}', so an older one could not be told from a newer one: {e.Message}", DeployErrorIds.DiskFailed)];
        }
    }
}
