using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ZkReactive.Client;
using ZkReactive.Ensemble;
using ZkReactive.Server;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Ensemble;

public sealed class ZkEnsembleControlTests : IDisposable
{
    private readonly EnsembleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ApacheZooKeeperFact]
    public async Task AnEnsembleIsStarted_SurvivesOneServer_AndIsStoppedByItsOwnProcesses()
    {
        var ensemble = ZkEnsemble.Create(new EnsembleOptions { Directory = _folder.New, BasePort = 0, TickTime = TimeSpan.FromMilliseconds(500) });
        try
        {
            var started = await ensemble.StartAsync();
            Assert.Equal(1, started.Count(server => server.Mode == ServerMode.Leader));
            Assert.Equal(2, started.Count(server => server.Mode == ServerMode.Follower));
            Assert.All(started, server => Assert.NotNull(server.ProcessId));
            Assert.All(started, server => Assert.True(server.AllowsMonitoring));

            var again = await ensemble.StartAsync();
            Assert.Equal(started.Select(server => server.ProcessId), again.Select(server => server.ProcessId));

            // Started again at once: it is on its way out still.
            var killed = started.First(server => server.Mode == ServerMode.Follower);
            using (var process = Process.GetProcessById(killed.ProcessId!.Value)) process.Kill();
            Assert.All(await ensemble.StartAsync(), server => Assert.True(server.IsServing && server.ProcessId is not null));

            var leader = started.First(server => server.Mode == ServerMode.Leader).Number!.Value;
            Assert.Equal([leader], await ensemble.StopAsync([leader]));
            await using (var client = await ZkClient.ConnectAsync(ensemble.ConnectString)) await client.CreateAsync("/survived");

            var findings = await EnsembleDoctor.ExamineAsync(new DoctorOptions { Client = new ZkClientOptions { ConnectString = ensemble.ConnectString } });
            Assert.Equal(FindingSeverity.Error, findings[0].Severity);
            Assert.Contains(findings, f => f is { Check: "Session", Severity: FindingSeverity.Ok });

            var whole = await ensemble.StartAsync(new EnsembleStartOptions { Servers = [leader] });
            Assert.All(whole, server => Assert.True(server.IsServing));
            Assert.Equal(3, (await ensemble.StopAsync()).Count);
        }
        finally
        {
            await ensemble.StopAsync();
        }

        Assert.All(await ensemble.ReadStatusAsync(), server => Assert.Equal((ServerMode.Unreachable, null), (server.Mode, server.ProcessId)));
        Assert.Empty(await ensemble.StopAsync());
    }

    [ApacheZooKeeperFact]
    public async Task AServerThatCannotRun_IsReportedWithTheEndOfItsLog()
    {
        var ensemble = ZkEnsemble.Create(new EnsembleOptions { Directory = _folder.New, BasePort = 0, Count = 1 });
        await File.AppendAllTextAsync(ensemble.Servers[0].ConfigurationFile, "tickTime=notanumber\n");
        var error = await Assert.ThrowsAsync<EnsembleException>(() => ensemble.StartAsync());
        Assert.Equal(EnsembleErrorIds.StartFailed, error.ErrorId);
        Assert.Contains("notanumber", error.Message, StringComparison.Ordinal);
    }

    [ApacheZooKeeperFact]
    public async Task APortTakenMeanwhile_IsNamed()
    {
        var ensemble = ZkEnsemble.Create(new EnsembleOptions { Directory = _folder.New, BasePort = 0, Count = 1 });
        using var stranger = new TcpListener(IPAddress.Loopback, ensemble.Servers[0].ClientPort);
        stranger.Start();
        var error = await Assert.ThrowsAsync<EnsembleException>(() => ensemble.StartAsync());
        Assert.Equal(EnsembleErrorIds.PortTaken, error.ErrorId);
    }

    [UnixFact]
    public async Task AServerWhoseEndNobodyHasTakenNoteOf_HasEnded()
    {
        var ensemble = ZkEnsemble.Create(new EnsembleOptions { Directory = _folder.New, BasePort = 0, Count = 1 });

        // The program that the shell becomes never asks for the child that the shell had.
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in (string[])["-c", "sleep 600 & echo $!; exec cat >/dev/null"]) start.ArgumentList.Add(argument);
        using var parent = Process.Start(start)!;
        try
        {
            var id = int.Parse((await parent.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            using var child = Process.GetProcessById(id);
            await File.WriteAllTextAsync(ensemble.Servers[0].ProcessFile, string.Create(CultureInfo.InvariantCulture, $"{id} {new DateTimeOffset(child.StartTime).ToUnixTimeMilliseconds()}\n"));
            Assert.Equal(id, (await ensemble.ReadStatusAsync())[0].ProcessId);
            child.Kill();

            // Whether or not its end is seen at once, stopping takes it for an end.
            await ensemble.StopAsync().WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Null((await ensemble.ReadStatusAsync())[0].ProcessId);
        }
        finally
        {
            parent.Kill();
        }
    }

    [Fact]
    public async Task AStrangerWithTheNotedProcessId_IsNotKilled()
    {
        var ensemble = ZkEnsemble.Create(new EnsembleOptions { Directory = _folder.New, BasePort = 0, Count = 1 });

        // This very process has the id, but began at another time.
        using var self = Process.GetCurrentProcess();
        await File.WriteAllTextAsync(ensemble.Servers[0].ProcessFile, $"{self.Id} 1000\n");

        Assert.Null((await ensemble.ReadStatusAsync())[0].ProcessId);
        Assert.Empty(await ensemble.StopAsync());
    }

    [Fact]
    public async Task StatusOfAnyServers_ToleratesTheDeadAndThoseThatAllowLittle()
    {
        await using var talkative = await ZkServer.StartAsync();
        await using var quiet = await ZkServer.StartAsync(new ZkServerOptions { FourLetterWords = ["srvr"] });
        using var dead = new TcpListener(IPAddress.Loopback, 0);
        dead.Start();
        var gone = dead.LocalEndpoint.ToString();
        dead.Stop();

        var all = await ServerStatusReader.ReadAsync($"{talkative.ConnectString},{quiet.ConnectString},{gone}");

        Assert.Equal([ServerMode.Standalone, ServerMode.Standalone, ServerMode.Unreachable], all.Select(server => server.Mode));
        Assert.Equal([true, false, false], all.Select(server => server.AllowsMonitoring));
        Assert.Equal([0L, null, null], all.Select(server => server.Watches));
        Assert.NotNull(all[1].Nodes);
        Assert.Equal("connection refused", all[2].Problem);
    }
}
