using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ZkReactive.TestKit.Processes;

namespace ZkReactive.TestKit.Apache;

/// <summary>One server process of an <see cref="ApacheZooKeeper"/>.</summary>
internal sealed class ApacheServer(int number, IPEndPoint endPoint, string directory, ApacheInstallation installation, IReadOnlyList<string>? before = null, IReadOnlyList<string>? javaArguments = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);

    private Process? _process;

    public int Number { get; } = number;

    public IPEndPoint EndPoint { get; } = endPoint;

    public bool IsRunning => _process is { HasExited: false };

    public void Start()
    {
        string[] program = [.. before ?? [], installation.Java];
        var start = new ProcessStartInfo(program[0], program[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        string[] arguments =
        [
            "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dzookeeper.jmx.log4j.disable=true",
            "-Dzookeeper.extendedTypesEnabled=true", "-Dznode.container.checkIntervalMs=200", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            .. javaArguments ?? [], "-cp", installation.ClassPath, "org.apache.zookeeper.server.quorum.QuorumPeerMain", Path.Combine(directory, "zoo.cfg"),
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        var log = Path.Combine(directory, "log");
        var process = Process.Start(start) ?? throw new InvalidOperationException("The java process did not start.");
        DataReceivedEventHandler write = (_, line) =>
        {
            if (line.Data is null) return;
            lock (this) File.AppendAllText(log, line.Data + "\n");
        };
        process.OutputDataReceived += write;
        process.ErrorDataReceived += write;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
    }

    public async Task WaitUntilServingAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            while (await ReadModeAsync(both.Token) is null)
            {
                if (!IsRunning) throw new InvalidOperationException($"Server {Number} ended; its log: {ReadLog()}");
                await Task.Delay(Pause, TimeProvider.System, both.Token);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException($"Server {Number} did not serve within {Patience}; its log: {ReadLog()}");
        }
    }

    /// <summary><c>standalone</c>, <c>leader</c> or <c>follower</c>; null when the server does not serve.</summary>
    public async Task<string?> ReadModeAsync(CancellationToken cancellationToken)
    {
        var answer = await AskAsync("srvr", cancellationToken);
        return answer?.Split('\n').FirstOrDefault(line => line.StartsWith("Mode: ", StringComparison.Ordinal))?["Mode: ".Length..].Trim();
    }

    /// <summary>The answer to a four-letter word; null when there is none.</summary>
    public async Task<string?> AskAsync(string word, CancellationToken cancellationToken)
    {
        // A server that is asked in the first moments of its start may take the word and never close the socket.
        using var deadline = new CancellationTokenSource(AnswerTime, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(EndPoint, both.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(word), both.Token);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            return await reader.ReadToEndAsync(both.Token);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Halts the process, as a long pause would; or lets it go on.</summary>
    public Task SuspendAsync(bool isSuspended)
    {
        if (_process is not { } process) return Task.CompletedTask;
        return isSuspended ? ProcessSignals.SuspendAsync(process.Id) : ProcessSignals.ResumeAsync(process.Id);
    }

    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public string Address => EndPoint.ToString();

    private string ReadLog()
    {
        var log = Path.Combine(directory, "log");
        lock (this) return File.Exists(log) ? File.ReadAllText(log) : "(empty)";
    }
}
