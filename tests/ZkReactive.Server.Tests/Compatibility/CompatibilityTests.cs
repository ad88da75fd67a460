using System.Globalization;
using System.Net;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Server.Tests.Compatibility;

/// <summary>
/// The same random requests to the embedded server and to Apache ZooKeeper; every answer and every event compared field by
/// field. <c>ZKREACTIVE_COMPATIBILITY_SCRIPTS</c> plays more scripts, <c>ZKREACTIVE_COMPATIBILITY_SEED</c> begins elsewhere.
/// </summary>
public sealed class CompatibilityTests
{
    private const int Length = 40;
    private static readonly int Scripts = Setting("ZKREACTIVE_COMPATIBILITY_SCRIPTS", 200);
    private static readonly int FirstSeed = Setting("ZKREACTIVE_COMPATIBILITY_SEED", 1);

    [ApacheZooKeeperFact]
    public async Task BothServers_AnswerRandomRequestsAlike()
    {
        await using var apache = await ApacheZooKeeper.StartAsync();
        await using var embedded = await ZkServer.StartAsync();
        await using var theirs = new ScriptPlayer(IPEndPoint.Parse(apache.ConnectString));
        await using var ours = new ScriptPlayer(embedded.EndPoint);
        var differences = new List<string>();
        for (var seed = FirstSeed; seed < FirstSeed + Scripts && differences.Count < 5; seed++)
        {
            var script = ScriptWriter.Write(seed, Length);
            var heard = await Task.WhenAll(theirs.PlayAsync(script), ours.PlayAsync(script));
            if (FirstDifference(script, heard[0], heard[1]) is { } difference) differences.Add(difference);
        }

        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
    }

    [ApacheZooKeeperFact]
    public async Task BothServers_AnswerOddRequestsAlike()
    {
        await using var apache = await ApacheZooKeeper.StartAsync();
        await using var embedded = await ZkServer.StartAsync();
        var differences = new List<string>();
        foreach (var odd in OddRequest.All)
        {
            await using var theirs = await WireClient.ConnectAsync(IPEndPoint.Parse(apache.ConnectString));
            await using var ours = await WireClient.ConnectAsync(embedded.EndPoint);
            var said = await Task.WhenAll(odd.PlayAsync(theirs), odd.PlayAsync(ours));
            if (said[0] != said[1]) differences.Add($"{odd.Name}:\n    Apache:   {said[0]}\n    embedded: {said[1]}");
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static string? FirstDifference(Script script, IReadOnlyList<string> theirs, IReadOnlyList<string> ours)
    {
        for (var i = 0; i < script.Steps.Count; i++)
        {
            if (theirs.Count > i && ours.Count > i && theirs[i] == ours[i]) continue;
            var before = Enumerable.Range(0, i).Select(step => $"  {script.Steps[step].Text}\n    {theirs[step]}");
            return $"Script {script.Seed} differs at step {i}:\n{string.Join('\n', before)}\n> {script.Steps[i].Text}\n    Apache:   {theirs.ElementAtOrDefault(i)}\n    embedded: {ours.ElementAtOrDefault(i)}";
        }

        return null;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
