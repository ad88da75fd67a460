using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Signing;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.Tests.Pipelines.Deploy.Signing;

/// <summary>An agent with keys, against what somebody without one may write.</summary>
public sealed class TrustingAgentTests : IAsyncLifetime
{
    private readonly DeploySigningKey _key = DeploySigningKey.Create();
    private ZkServer _server = null!;
    private DeployFleet _fleet = null!;

    public async Task InitializeAsync()
    {
        _server = await ZkServer.StartAsync();
        _fleet = await DeployFleet.StartAsync(_server.ConnectString);
    }

    public async Task DisposeAsync()
    {
        await _fleet.DisposeAsync();
        await _server.DisposeAsync();
        _key.Dispose();
    }

    [Fact]
    public async Task It_deploys_what_is_signed_and_refuses_each_of_the_rest_by_name()
    {
        var first = _fleet.Repository.Commit("file", "one");
        var second = _fleet.Repository.Commit("file", "two");
        var agent = await _fleet.StartAgentAsync("a1", Trusting);
        var old = await PublishAsync(first);
        await agent.WroteAsync(old.DeployId);
        var newer = await PublishAsync(second);
        await agent.WroteAsync(newer.DeployId);
        Assert.Equal(second, _fleet.Stands("a1"));

        // Unsigned, as any tool would write it.
        await RefusedAsync(agent, DeployErrorIds.SignatureMissing, DeployManifestJson.Write(_fleet.Repository.Manifest(first)));
        // Altered.
        await RefusedAsync(agent, DeployErrorIds.SignatureInvalid, DeployManifestJson.Write(newer.Manifest with { CommitId = first }));
        // Signed by somebody else.
        using var foreign = DeploySigningKey.Create();
        await RefusedAsync(agent, DeployErrorIds.KeyNotTrusted, DeployManifestJson.Write(DeploySigner.Sign(newer.Manifest with { CommitId = first }, DeployFleet.Config, DeploySigner.MaxSequence, foreign)));
        // Moved here from another application.
        await RefusedAsync(agent, DeployErrorIds.SignedForOtherPath, DeployManifestJson.Write(DeploySigner.Sign(newer.Manifest with { CommitId = first }, ZkPath.Parse("/other/config"), DeploySigner.MaxSequence, _key)));
        // Put back.
        await RefusedAsync(agent, DeployErrorIds.ManifestReplayed, DeployManifestJson.Write(old.Manifest));
        Assert.Equal(second, _fleet.Stands("a1"));

        // Killed and started again it still knows.
        await agent.StopAsync();
        var again = await _fleet.StartAgentAsync("a1", Trusting);
        await RefusedAsync(again, DeployErrorIds.ManifestReplayed, DeployManifestJson.Write(old.Manifest));
        var undone = await PublishAsync(first);
        await again.WroteAsync(undone.DeployId);
        Assert.Equal(first, _fleet.Stands("a1"));
    }

    [Fact]
    public async Task A_forged_or_replayed_manifest_leaves_the_result_of_the_deploy_whose_id_it_bears()
    {
        var agent = await _fleet.StartAgentAsync("a1", Trusting);
        var old = await PublishAsync(_fleet.Repository.Commit("file", "one"));
        await agent.WroteAsync(old.DeployId);
        var real = await PublishAsync(_fleet.Repository.Commit("file", "two"));
        await agent.WroteAsync(real.DeployId);
        foreach (var (forged, spared) in new[] { (real.Manifest with { Signature = null }, real), (old.Manifest, old) })
        {
            var stat = await _fleet.Client.SetAsync(DeployFleet.Config, DeployManifestJson.Write(forged), NodeVersion.Any);
            var refused = await agent.SeesAsync<DeployEvent.ManifestRejected>(e => e.Zxid == stat.Mzxid);
            Assert.Equal(DeployFleet.BareId(stat), refused.DeployId);
            await agent.WroteAsync(refused.DeployId);
            Assert.Equal("failed", (await _fleet.ResultAsync(refused.DeployId, "a1")).GetProperty("state").GetString());
            Assert.Equal("succeeded", (await _fleet.ResultAsync(spared.DeployId, "a1")).GetProperty("state").GetString());
        }
    }

    [Fact]
    public async Task A_refused_manifest_whose_id_was_never_good_is_reported_under_it()
    {
        var agent = await _fleet.StartAgentAsync("a1", Trusting);
        var unsigned = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(_fleet.Repository.Commit("file", "one")));
        await agent.WroteAsync(unsigned.DeployId);
        Assert.Equal("failed", (await _fleet.ResultAsync(unsigned.DeployId, "a1")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task One_whose_memory_is_damaged_refuses_rather_than_forget()
    {
        var commit = _fleet.Repository.Commit("file", "one");
        var state = _fleet.Options("a1").StateDirectory;
        Directory.CreateDirectory(state);
        await File.WriteAllTextAsync(Path.Combine(state, "accepted.json"), "{");
        var agent = await _fleet.StartAgentAsync("a1", Trusting);
        await PublishAsync(commit);
        var refused = await agent.SeesAsync<DeployEvent.ManifestRejected>();
        Assert.Equal(DeployErrorIds.DiskFailed, Assert.Single(refused.Problems).ErrorId);
    }

    private DeployAgentOptions Trusting(DeployAgentOptions options) => options with { TrustedKeys = DeployTrustedKeys.Of(_key.PublicKey) };

    private Task<PublishedDeploy> PublishAsync(string commit) =>
        new DeployPublisher(_fleet.Client, new DeployPublisherOptions { SigningKey = _key }).PublishAsync(_fleet.Repository.Manifest(commit));

    private async Task RefusedAsync(RunningAgent agent, string errorId, byte[] manifest)
    {
        var stat = await _fleet.Client.SetAsync(DeployFleet.Config, manifest, NodeVersion.Any);
        var refused = await agent.SeesAsync<DeployEvent.ManifestRejected>(e => e.Zxid == stat.Mzxid);
        Assert.Equal(errorId, Assert.Single(refused.Problems).ErrorId);
        var result = await agent.SeesAsync<DeployEvent.DeployFailed>(e => e.DeployId == refused.DeployId && e.Error.Id == errorId);
        Assert.Equal(errorId, result.Error.Id);
    }
}
