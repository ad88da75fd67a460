using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Signing;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.Tests.Pipelines.Deploy.Signing;

public sealed class SignedPublishTests : IAsyncLifetime
{
    private static readonly DeployManifest Manifest = new() { Url = "https://example.org/app.git", CommitId = new string('a', 40), RelativePath = "app" };
    private readonly DeploySigningKey _key = DeploySigningKey.Create();
    private ZkServer _server = null!;
    private IZkClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ZkServer.StartAsync();
        _client = await DeployFleet.ConnectAsync(_server.ConnectString);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
        _key.Dispose();
    }

    [Fact]
    public async Task What_is_published_verifies_in_the_node_and_in_the_history()
    {
        var published = await Publisher().PublishAsync(Manifest);
        foreach (var path in new[] { DeployFleet.Config, new DeployNodes(DeployFleet.Config).Deploy(published.DeployId) })
        {
            var data = (await _client.GetAsync(path)).Data;
            Assert.True(DeployTrust.Check(data, DeployManifestJson.Read(data.Span).Manifest!, DeployFleet.Config, DeployTrustedKeys.Of(_key.PublicKey), null).IsGood);
        }
    }

    [Fact]
    public async Task Through_a_chroot_it_is_signed_for_the_path_that_the_server_knows()
    {
        await _client.CreateAsync(ZkPath.Parse("/fleet"));
        await using var below = await DeployFleet.ConnectAsync(_server.ConnectString + "/fleet");
        var published = await Publisher(below).PublishAsync(Manifest);
        Assert.Equal("/fleet" + DeployFleet.Config, published.Manifest.Signature!.Path);
    }

    [Fact]
    public async Task Numbers_grow_even_when_clocks_stand_still_or_are_behind()
    {
        var clock = new StandingClock { Now = DateTimeOffset.UnixEpoch + TimeSpan.FromHours(1) };
        var numbers = new List<long?>();
        for (var round = 0; round < 3; round++)
        {
            numbers.Add((await Publisher(time: clock).PublishAsync(Manifest)).Manifest.Signature!.Sequence);
            clock.Now -= TimeSpan.FromMinutes(1);
        }

        Assert.Equal([3_600_000, 3_600_001, 3_600_002], numbers);
    }

    [Fact]
    public async Task Publishers_that_race_end_with_numbers_in_the_order_of_their_transactions()
    {
        var clock = new StandingClock { Now = DateTimeOffset.UnixEpoch + TimeSpan.FromHours(1) };
        var published = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Publisher(time: clock).PublishAsync(Manifest))));
        var ordered = published.OrderBy(deploy => deploy.Zxid).Select(deploy => deploy.Manifest.Signature!.Sequence!.Value).ToList();
        Assert.Equal(ordered.Order(), ordered);
        Assert.Equal(ordered.Distinct(), ordered);
    }

    [Fact]
    public async Task Over_a_version_that_has_gone_nothing_is_published()
    {
        var first = await Publisher().PublishAsync(Manifest);
        await Publisher().PublishAsync(Manifest);
        var error = await Assert.ThrowsAsync<DeployException>(() => Publisher().PublishAsync(Manifest, over: first.Version, CancellationToken.None));
        Assert.Equal(DeployErrorIds.PublishConflict, error.ErrorId);
    }

    private DeployPublisher Publisher(IZkClient? client = null, TimeProvider? time = null) =>
        new(client ?? _client, new DeployPublisherOptions { SigningKey = _key, TimeProvider = time ?? TimeProvider.System });

    private sealed class StandingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
