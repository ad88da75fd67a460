using System.Globalization;
using System.Net;

namespace ZkReactive.TestKit.Apache;

/// <summary>
/// A standalone Apache ZooKeeper on a data directory that a test gives, to write one or to open what another server wrote.
/// Its digests are on, and it answers <c>mntr</c>.
/// </summary>
public sealed class ApacheDirectory : IAsyncDisposable
{
    private readonly string _home;
    private readonly ApacheServer _server;

    private ApacheDirectory(string home, ApacheServer server)
    {
        _home = home;
        _server = server;
    }

    /// <summary>As a client wants it.</summary>
    public string ConnectString => _server.Address;

    /// <summary>The port on loopback.</summary>
    public int Port => _server.EndPoint.Port;

    /// <summary>Starts a server on the directory and waits until it serves.</summary>
    /// <param name="dataDirectory">Where <c>version-2</c> is, or will be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ApacheDirectory> StartAsync(string dataDirectory, CancellationToken cancellationToken = default)
    {
        var installation = ApacheInstallation.Found ?? throw new InvalidOperationException(ApacheInstallation.Missing);
        var home = Directory.CreateTempSubdirectory("zkreactive-apache-").FullName;
        var port = ApacheZooKeeper.TakeFreePorts(1)[0];
        await File.WriteAllLinesAsync(
            Path.Combine(home, "zoo.cfg"),
            [
                "tickTime=1000", $"dataDir={dataDirectory.Replace('\\', '/')}", string.Create(CultureInfo.InvariantCulture, $"clientPort={port}"),
                "clientPortAddress=127.0.0.1", "maxClientCnxns=0", "admin.enableServer=false", "4lw.commands.whitelist=*", "maxSessionTimeout=60000",
            ],
            cancellationToken);
        var opened = new ApacheDirectory(home, new ApacheServer(1, new IPEndPoint(IPAddress.Loopback, port), home, installation));
        try
        {
            opened._server.Start();
            await opened._server.WaitUntilServingAsync(cancellationToken);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>A figure of <c>mntr</c>; null when the server does not name it.</summary>
    public async Task<string?> FigureAsync(string name, CancellationToken cancellationToken = default)
    {
        var answer = await _server.AskAsync("mntr", cancellationToken) ?? "";
        return answer.Split('\n').Select(line => line.Split('\t')).FirstOrDefault(pair => pair[0] == name)?[1];
    }

    /// <summary>Kills it at once, as a power cut would; the data directory is left as it is.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.KillAsync();
        Directory.Delete(_home, recursive: true);
    }
}
