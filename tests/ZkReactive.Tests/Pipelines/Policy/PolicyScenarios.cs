using System.Collections.Concurrent;
using System.Globalization;
using ZkReactive.Client;
using ZkReactive.Nodes;
using ZkReactive.Pipelines.Policy;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Pipelines.Policy;

/// <summary>What must hold on every server; each scenario has a type of servers of its own.</summary>
internal static class PolicyScenarios
{
    private static readonly ZkPath Type = ZkPath.Parse("/push/Proxy");
    private static readonly PolicyNodes Nodes = new(Type);

    /// <summary>How many updates the storm makes; a soak sets ZKREACTIVE_STORM to thousands.</summary>
    private static readonly int StormUpdates = int.TryParse(Environment.GetEnvironmentVariable("ZKREACTIVE_STORM"), out var updates) ? updates : 150;

    public static readonly IReadOnlyDictionary<string, Func<string, Task>> All = new Dictionary<string, Func<string, Task>>
    {
        ["published sets reach agents whole"] = PublishedSetsReachAgentsAsync,
        ["policies of plain clients are picked up"] = PlainClientsAsync,
        ["a bad set is refused, reported, and ends"] = BadSetAsync,
        ["publishers never overwrite each other"] = CompetingPublishersAsync,
        ["a storm of updates never shows a mixture"] = StormAsync,
        ["a plain create at the wrong moment is told of"] = ForeignCreateAsync,
    };

    public static Task<IZkClient> ConnectAsync(string connectString) => ZkClient.ConnectAsync(new ZkClientOptions
    {
        ConnectString = connectString, ConnectTimeout = RunningPolicyAgent.Deadline, RequestTimeout = RunningPolicyAgent.Deadline,
    });

    private static PolicyPublisher Publisher(IZkClient client) => new(client, new PolicyPublisherOptions { Type = Type });

    private static async Task PublishedSetsReachAgentsAsync(string connectString)
    {
        await using var client = await ConnectAsync(connectString);
        await using var agent = new RunningPolicyAgent(client, new PolicyAgentOptions { Type = Type });
        // Without any node there are no policies: that is known, and is a set.
        await agent.AppliesAsync(set => set.Documents.Count == 0);
        var published = await Publisher(client).PublishAsync([Policies.Source(Policies.Acl1), Policies.Source(Policies.Agl1)]);
        var applied = await agent.AppliesAsync(set => set.Documents.Count == 2);
        Assert.Equal(published.Zxid, applied.Event.Zxid);
        Assert.Equal(published.Set.Fingerprint, applied.Set!.Fingerprint);
        Assert.Equal(("BL1", "BL3"), (agent.Agent.Route(1), agent.Agent.Route(100_000)));
        // One transaction made it all: no agent can ever see one policy without the other.
        Assert.DoesNotContain(agent.Updates, update => update.Set?.Documents.Count == 1);

        var removed = await Publisher(client).RemoveAsync(["Agl1"]);
        Assert.Equal(removed.Zxid, (await agent.AppliesAsync(set => set.Documents.Count == 1)).Event.Zxid);
        var replaced = await Publisher(client).PublishAsync([Policies.Source(Policies.Acl("Acl7", "<otherwise next=\"seven\"/>"))], replace: true);
        Assert.Equal([("Acl1", PolicyChangeKind.Removed), ("Acl7", PolicyChangeKind.Added)], replaced.Difference.Policies.Select(change => (change.Policy, change.Change)));
        await agent.AppliesAsync(set => set.Documents is [{ Name: "Acl7" }]);
        await Publisher(client).RemoveAsync(["Acl7"]);
        await agent.SeesAsync(update => update.Event.Zxid > replaced.Zxid);
        Assert.Null(agent.Agent.Route(1));
        Assert.NotNull(agent.Agent.Current);
    }

    private static async Task PlainClientsAsync(string connectString)
    {
        await using var client = await ConnectAsync(connectString);
        await using var agent = new RunningPolicyAgent(client, new PolicyAgentOptions { Type = Type });
        var anonymous = $"<acl {Policies.Namespace}><otherwise next=\"x\"/></acl>";
        await client.CreateAsync(Nodes.Policy(PolicyKind.Acl, "Acl1"), Policies.Bytes(anonymous), options: new ZkCreateOptions { CreateParents = true });
        await agent.AppliesAsync(set => set.Route(1) == "x");
        await client.SetAsync(Nodes.Policy(PolicyKind.Acl, "Acl1"), Policies.Bytes(anonymous.Replace('x', 'x').Replace("\"x\"", "\"y\"", StringComparison.Ordinal)), NodeVersion.Any);
        await agent.AppliesAsync(set => set.Route(1) == "y");
        await client.CreateAsync(Nodes.Policy(PolicyKind.Acl, "Acl2"), Policies.Bytes(Policies.Acl("Acl2", Policies.Route(1, 1, "two"))));
        await agent.AppliesAsync(set => set.Route(1) == "two");
        await client.DeleteAsync(Nodes.Policy(PolicyKind.Acl, "Acl1"), NodeVersion.Any);
        await agent.AppliesAsync(set => set.Documents is [{ Name: "Acl2" }]);
        await client.DeleteTreeAsync(Type);
        await agent.SeesAsync(update => update is { Event: PolicyEvent.SetApplied, Set.Documents.Count: 0 } && agent.Updates.Any(earlier => earlier.Set?.Documents.Count == 1));
    }

    private static async Task BadSetAsync(string connectString)
    {
        await using var client = await ConnectAsync(connectString);
        await using var agent = new RunningPolicyAgent(client, new PolicyAgentOptions { Type = Type, AgentId = "web 1" });
        var good = await Publisher(client).PublishAsync([Policies.Source(Policies.Acl1)]);
        await agent.AppliesAsync(set => set.Documents.Count == 1);
        // A publisher would never write this.
        await Assert.ThrowsAsync<PolicyException>(() => Publisher(client).PublishAsync([Policies.Source(Policies.Acl("Acl2", Policies.Route(5, 6, "x")))]));
        await client.CreateAsync(Nodes.Policy(PolicyKind.Acl, "Acl2"), Policies.Bytes(Policies.Acl("Acl2", Policies.Route(5, 6, "x"))));
        var rejected = await agent.RejectsAsync();
        Assert.Equal(PolicyErrorIds.RangeOverlap, ((PolicyEvent.SetRejected)rejected.Event).Findings.First(finding => finding.IsError).ErrorId);
        Assert.Equal((good.Set.Fingerprint, "BL1"), (rejected.Set!.Fingerprint, agent.Agent.Route(5)));

        var node = await UntilAsync(async () => (await PolicyReader.ReadRejectionsAsync(client, Type)).SingleOrDefault(), found => found is not null);
        Assert.Equal(("web-1", good.Set.Fingerprint, PolicyErrorIds.RangeOverlap), (node!.Agent, node.Current, node.Findings[0].ErrorId));
        Assert.Equal(rejected.Event.Zxid.ToString(), node.Zxid);
        Assert.Equal(NodeKind.Ephemeral, (await client.ExistsAsync(Nodes.Rejection("web-1"))).Stat!.Value.Kind);

        await Publisher(client).RemoveAsync(["Acl2"]);
        await agent.SeesAsync(update => update.Event is PolicyEvent.SetApplied && update.Event.Zxid > rejected.Event.Zxid);
        await UntilAsync(() => client.ExistsAsync(Nodes.Rejection("web-1")).AsTask(), found => !found.Exists);
    }

    private static async Task CompetingPublishersAsync(string connectString)
    {
        // Ten publishers, each with ranges that overlap every other's: exactly one can win, whoever it is, and the set stays valid.
        await using var client = await ConnectAsync(connectString);
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 10).Select(async number =>
        {
            await using var own = await ConnectAsync(connectString);
            try
            {
                await Publisher(own).PublishAsync([Policies.Source(Policies.Acl($"Acl{number}", Policies.Route(number, 100 + number, $"s{number}")))]);
                return true;
            }
            catch (PolicyException e) when (e.ErrorId == PolicyErrorIds.Refused)
            {
                return false;
            }
        }));
        Assert.Single(outcomes, won => won);
        Assert.Single((await PolicyReader.ReadAsync(client, Type)).Members);
        Assert.True((await PolicyReader.ReadAsync(client, Type)).Compile().IsValid);

        // And ten that do not overlap all win.
        await Publisher(client).PublishAsync([Policies.Source(Policies.Acl("Zero", ""))], replace: true);
        await Task.WhenAll(Enumerable.Range(1, 10).Select(number => Publisher(client).PublishAsync([Policies.Source(Policies.Acl($"Acl{number}", Policies.Route(number * 10, (number * 10) + 9, "s")))])));
        Assert.Equal(11, (await PolicyReader.ReadAsync(client, Type)).Members.Count);
    }

    /// <summary>
    /// Four access lists, ten thousand routes among them, that always say the same generation. They are changed as fast as the
    /// server takes it, at random: whole, or whole with one of the four broken. Readers route all the time: every answer must be
    /// of a generation that was published whole, and each set that is used must be of one generation throughout.
    /// </summary>
    private static async Task StormAsync(string connectString)
    {
        await using var client = await ConnectAsync(connectString);
        await using var reading = await ConnectAsync(connectString);
        await Publisher(client).PublishAsync([.. Generation(0).Select(Policies.Source)]);
        await using var agent = new RunningPolicyAgent(reading, new PolicyAgentOptions { Type = Type });
        await agent.AppliesAsync(set => set.Documents.Count == 4);

        using var stop = new CancellationTokenSource();
        var answers = new ConcurrentDictionary<string, bool>();
        var routing = Enumerable.Range(0, 2).Select(reader => Task.Run(() =>
        {
            var routed = 0;
            for (long id = reader; !stop.IsCancellationRequested; id = (id + 7919) % 10_000, routed++)
            {
                // One reference, and all its answers of one generation.
                var set = agent.Agent.Current!;
                var (one, other) = (set.Route(id)!, set.Route((id + 5000) % 10_000)!);
                Assert.Equal(one, other);
                answers.TryAdd(one, true);
            }

            return routed;
        })).ToArray();

        var random = new Random(7);
        var members = (await PolicyReader.ReadAsync(client, Type)).Members;
        for (var update = 1; update <= StormUpdates; update++)
        {
            var isBad = update < StormUpdates && random.Next(4) == 0;
            var xml = Generation(isBad ? -update : update);
            if (isBad) xml[random.Next(4)] = random.Next(2) == 0 ? "<acl" : Policies.Acl("Acl1", Policies.Route(0, 9_999, "x"));
            await client.MultiAsync([.. members.Select((member, i) => (ZkOperation)new ZkOperation.Set(member.Path, Policies.Bytes(xml[i]), NodeVersion.Any))]);
        }

        await agent.AppliesAsync(set => set.Route(1) == $"g{StormUpdates}");
        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(routing), routed => Assert.True(routed > 1_000));
        Assert.All(answers.Keys, answer => Assert.InRange(int.Parse(answer[1..], CultureInfo.InvariantCulture), 0, StormUpdates));
        Assert.All(agent.Updates.Where(update => update.Event is PolicyEvent.SetApplied), update =>
            Assert.Single(update.Set!.Documents.SelectMany(document => document.Targets).Distinct()));
    }

    private static string[] Generation(int number) =>
        [.. Enumerable.Range(0, 4).Select(acl => Policies.Acl(
            $"Acl{acl + 1}", string.Concat(Enumerable.Range(acl * 2_500, 2_500).Select(id => Policies.Route(id, id, $"g{number}")))))];

    private static async Task ForeignCreateAsync(string connectString)
    {
        await using var client = await ConnectAsync(connectString);
        await Publisher(client).PublishAsync([Policies.Source(Policies.Acl("Acl1", Policies.Route(1, 10, "a")))]);
        var intruder = new InterceptingClient(client, async () =>
            await client.CreateAsync(Nodes.Policy(PolicyKind.Acl, "Acl9"), Policies.Bytes(Policies.Acl("Acl9", Policies.Route(5, 6, "x")))));
        var published = await Publisher(intruder.Client).PublishAsync([Policies.Source(Policies.Acl("Acl2", Policies.Route(11, 20, "b")))]);
        var warning = Assert.Single(published.Findings, finding => finding.ErrorId == PolicyErrorIds.Conflict);
        Assert.Contains("has errors", warning.Message, StringComparison.Ordinal);

        // A change of a policy that is not published again is noticed in time.
        await Publisher(client).RemoveAsync(["Acl9"]);
        var changer = new InterceptingClient(client, () =>
            client.SetAsync(Nodes.Policy(PolicyKind.Acl, "Acl1"), Policies.Bytes(Policies.Acl("Acl1", Policies.Route(30, 40, "a"))), NodeVersion.Any).AsTask());
        var refused = await Assert.ThrowsAsync<PolicyException>(() => Publisher(changer.Client).PublishAsync([Policies.Source(Policies.Acl("Acl3", Policies.Route(35, 36, "c")))]));
        Assert.Equal(PolicyErrorIds.Refused, refused.ErrorId);
    }

    internal static async Task<T> UntilAsync<T>(Func<Task<T>> read, Func<T, bool> isDone)
    {
        using var deadline = new CancellationTokenSource(RunningPolicyAgent.Deadline);
        while (true)
        {
            var value = await read();
            if (isDone(value)) return value;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
        }
    }
}
