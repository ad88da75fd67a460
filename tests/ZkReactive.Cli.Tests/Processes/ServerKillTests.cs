using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ZkReactive.Cli.Tests.Support;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;
using ZkReactive.TestKit.Wire;
using Xunit.Abstractions;

namespace ZkReactive.Cli.Tests.Processes;

/// <summary>
/// <c>zkr server --data-dir</c>, killed with SIGKILL under write load, again and again on the same directory. How often is said by
/// the environment variable <see cref="RoundsVariable"/>.
/// </summary>
public sealed class ServerKillTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string RoundsVariable = "ZKR_KILL_ROUNDS";
    private const int DefaultRounds = 20;
    private const int Writers = 3;

    private readonly string _directory = Directory.CreateTempSubdirectory("zkr-kill-").FullName;
    private readonly KillStory[] _stories = [.. Enumerable.Range(0, Writers).Select(i => new KillStory(i))];
    private readonly Random _random = new(20261122);
    private ConnectResponse? _session;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task KilledUnderLoad_WhatWasAnsweredIsThere_AndNothingIsHalfThere()
    {
        var rounds = RoundsWanted();
        for (var round = 0; round < rounds; round++) await RunAsync(round);
        await CheckWithThisServerAsync();
        output.WriteLine($"{rounds} kills, {_stories.Sum(story => story.Acknowledged)} transactions answered");
    }

    [ApacheZooKeeperFact]
    public async Task KilledUnderLoad_ApacheOpensTheDirectory()
    {
        for (var round = 0; round < 3; round++) await RunAsync(round);

        await using var apache = await ApacheDirectory.StartAsync(_directory);
        Assert.Equal("0", await apache.FigureAsync("zk_digest_mismatches_count"));
        await CheckAsync(new IPEndPoint(IPAddress.Loopback, apache.Port));
    }

    private static int RoundsWanted() =>
        int.TryParse(Environment.GetEnvironmentVariable(RoundsVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : DefaultRounds;

    private async Task RunAsync(int round)
    {
        using var process = ZkrProcess.Start("server", "--port", "0", "--data-dir", _directory, "--snapshot-count", "700");
        var endPoint = await EndPointOfAsync(process);
        if (round == 0) await PrepareAsync(endPoint);
        else await CheckAsync(endPoint);

        var goal = _stories.Sum(story => story.Acknowledged) + _random.Next(1, 3_000);
        var writing = Task.WhenAll(_stories.Select(story => story.WriteAsync(endPoint)));
        while (_stories.Sum(story => story.Acknowledged) < goal && !writing.IsCompleted) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        process.Signal("KILL");
        await process.ExitCodeAsync();
        await writing;
    }

    private async Task CheckWithThisServerAsync()
    {
        using var process = ZkrProcess.Start("server", "--port", "0", "--data-dir", _directory);
        await CheckAsync(await EndPointOfAsync(process));
    }

    private async Task PrepareAsync(IPEndPoint endPoint)
    {
        await using var client = await WireClient.ConnectAsync(endPoint, 40_000);
        foreach (var story in _stories) await story.PrepareAsync(client);
        await TakeNoteOfSessionAsync(client);
    }

    private async Task CheckAsync(IPEndPoint endPoint)
    {
        await using var client = await WireClient.ResumeAsync(endPoint, _session!.Value);
        Assert.Equal(_session.Value.SessionId, client.Id);
        foreach (var story in _stories) await story.CheckAsync(client);
        var stat = (await client.CallAsync(OpCode.Exists, new ExistsRequest("/mine", false))).As<ExistsResponse>().Stat;
        Assert.Equal(client.Id.Value, stat.EphemeralOwner);
    }

    private async Task TakeNoteOfSessionAsync(WireClient client)
    {
        await client.CallAsync(OpCode.Create, new CreateRequest("/mine", null, Acl.OpenUnsafe, CreateMode.Ephemeral));
        _session = client.Session;
    }

    private static async Task<IPEndPoint> EndPointOfAsync(ZkrProcess process)
    {
        await process.Out.UntilAsync("\n");
        return IPEndPoint.Parse(Regex.Match(process.Out.ToString(), @"^serving (\S+) ").Groups[1].Value);
    }
}
