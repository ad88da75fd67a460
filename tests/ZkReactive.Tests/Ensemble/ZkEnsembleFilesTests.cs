using ZkReactive.Ensemble;

namespace ZkReactive.Tests.Ensemble;

public sealed class ZkEnsembleFilesTests : IDisposable
{
    private readonly EnsembleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Create_Three_WritesConfigurationsAndNumbers()
    {
        var ensemble = ZkEnsemble.Create(new EnsembleOptions { Directory = _folder.New, BasePort = 0 });

        Assert.Equal(2, ensemble.Quorum);
        foreach (var server in ensemble.Servers)
        {
            Assert.Equal($"{server.Number}\n", File.ReadAllText(Path.Combine(server.DataDirectory, "myid")));
            var lines = File.ReadAllLines(server.ConfigurationFile);
            Assert.Contains("tickTime=2000", lines);
            Assert.Contains("initLimit=10", lines);
            Assert.Contains("syncLimit=5", lines);
            Assert.Contains("clientPortAddress=127.0.0.1", lines);
            Assert.Contains($"clientPort={server.ClientPort}", lines);
            Assert.Equal(3, lines.Count(line => line.StartsWith("server.", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Open_WhatWasCreated_IsTheSame()
    {
        var made = ZkEnsemble.Create(new EnsembleOptions { Directory = _folder.New, BasePort = 0 });
        var read = ZkEnsemble.Open(_folder.New);
        Assert.Equal(made.Servers, read.Servers);
        Assert.Equal(made.ConnectString, read.ConnectString);
    }

    [Fact]
    public void Create_One_IsStandalone()
    {
        var ensemble = ZkEnsemble.Create(new EnsembleOptions { Directory = _folder.New, BasePort = 0, Count = 1 });
        Assert.DoesNotContain("server.", File.ReadAllText(ensemble.Servers[0].ConfigurationFile), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(ensemble.Servers[0].DataDirectory, "myid")));
    }

    [Fact]
    public void Create_DirectoryNotEmpty_IsRefusedAndNothingIsTouched()
    {
        Directory.CreateDirectory(_folder.New);
        var file = Path.Combine(_folder.New, "mine.txt");
        File.WriteAllText(file, "x");

        var error = Assert.Throws<EnsembleException>(() => ZkEnsemble.Create(new EnsembleOptions { Directory = _folder.New, BasePort = 0 }));

        Assert.Equal(EnsembleErrorIds.DirectoryTaken, error.ErrorId);
        Assert.Contains("mine.txt", error.Message, StringComparison.Ordinal);
        Assert.Equal([file], Directory.EnumerateFileSystemEntries(_folder.New));
    }

    [Fact]
    public void Open_NoEnsemble_SaysSo() =>
        Assert.Equal(EnsembleErrorIds.NotFound, Assert.Throws<EnsembleException>(() => ZkEnsemble.Open(_folder.New)).ErrorId);

    [Theory]
    [InlineData("clientPort=2181\n", "dataDir")]
    [InlineData("dataDir=/x\nclientPort=70000\n", "clientPort")]
    [InlineData("dataDir=/x\nclientPort=2181\nserver.1=localhost\n", "server.1")]
    public void Open_BadConfiguration_NamesFileAndLine(string text, string name)
    {
        Directory.CreateDirectory(_folder.New);
        File.WriteAllText(Path.Combine(_folder.New, "zoo1.cfg"), text);
        var error = Assert.Throws<EnsembleException>(() => ZkEnsemble.Open(_folder.New));
        Assert.Equal(EnsembleErrorIds.ConfigurationInvalid, error.ErrorId);
        Assert.Contains("zoo1.cfg", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EditedByHand_IsReadWithCommentsAndRoles()
    {
        Directory.CreateDirectory(_folder.New);
        File.WriteAllText(Path.Combine(_folder.New, "zoo1.cfg"), "# mine\n dataDir = /var/zk \nclientPort=2191\nserver.1=localhost:2888:3888:participant;2191\n");
        var server = Assert.Single(ZkEnsemble.Open(_folder.New).Servers);
        Assert.Equal((2191, 2888, 3888, "/var/zk", "/var/zk"), (server.ClientPort, server.QuorumPort, server.ElectionPort, server.DataDirectory, server.DataLogDirectory));
    }

    [Theory]
    [InlineData(0, 2181)]
    [InlineData(16, 2181)]
    [InlineData(3, -1)]
    [InlineData(3, 65534)]
    public void Create_OutOfBounds_IsRefused(int count, int port) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ZkEnsemble.Create(new EnsembleOptions { Directory = _folder.New, Count = count, BasePort = port }));
}
