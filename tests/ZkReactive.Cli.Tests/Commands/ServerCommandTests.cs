using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using ZkReactive.Client;
using ZkReactive.Cli.Tests.Support;
using ZkReactive.Server;
using ZkReactive.TestKit.Tls;

namespace ZkReactive.Cli.Tests.Commands;

public sealed class ServerCommandTests
{
    [Fact]
    public async Task Server_Serves_UntilStopped()
    {
        var captured = new CapturedHost();
        using var stop = StopSignals.None();
        var serving = CliRun.OfAsync(captured, stop, "server", "--port", "0");
        await captured.Out.UntilAsync("\n");
        var endPoint = Regex.Match(captured.Out.ToString(), @"^serving (127\.0\.0\.1:\d+) \(").Groups[1].Value;

        var ls = await CliRun.OfAsync("ls", "/", "--connect", endPoint);
        stop.Stop(15);
        var run = await serving;

        Assert.Equal("zookeeper\n", ls.Out);
        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Single(run.Lines);
    }

    [Fact]
    public async Task Server_PortTaken_FailsSayingWhatToDo()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var run = await CliRun.OfAsync("server", "--port", $"{port}");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains($"127.0.0.1:{port}", run.Error, StringComparison.Ordinal);
        Assert.Contains("--port", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("[ZkListenFailed]\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_WithADataDirectory_SaysWhere_AndHasEverythingAgain()
    {
        var directory = Directory.CreateTempSubdirectory("zkr-data-").FullName;
        try
        {
            await ServeAsync(directory, async endPoint => await CliRun.OfAsync("set", "/kept", "yes", "--create", "--connect", endPoint));
            await ServeAsync(directory, async endPoint =>
            {
                Assert.Equal("yes\n", (await CliRun.OfAsync("get", "/kept", "--connect", endPoint)).Out);

                var second = await CliRun.OfAsync("server", "--port", "0", "--data-dir", directory);
                Assert.Equal(ExitCodes.Failed, second.ExitCode);
                Assert.EndsWith("[ZkServerDataInUse]\n", second.Error, StringComparison.Ordinal);
            });
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Server_SnapshotOptionsWithoutADataDirectory_AreRefused()
    {
        var run = await CliRun.OfAsync("server", "--port", "0", "--snapshot-count", "5");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("--data-dir", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--super-digest", "super:secret", "openssl")]
    [InlineData("--require-sasl", null, "--sasl-users")]
    public async Task Server_WhoMayComeIn_IsCheckedFirst_AndNoPasswordIsRepeated(string option, string? value, string remedy)
    {
        var run = await CliRun.OfAsync(["server", "--port", "0", option, .. value is null ? [] : new[] { value }]);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(remedy, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_AnswersTheUsualFourLetterWords_WhenNoneAreGiven() =>
        await ServeAsync([], async endPoint =>
        {
            foreach (var word in ZkServerOptions.KnownFourLetterWords)
            {
                var answered = !(await AskAsync(endPoint, word)).Contains("not in the whitelist", StringComparison.Ordinal);
                Assert.Equal((word, new ZkServerOptions().FourLetterWords.Contains(word)), (word, answered));
            }
        });

    [Fact]
    public async Task Server_AnswersTheFourLetterWordsGiven_AndNoOthers() =>
        await ServeAsync(["--four-letter-words", "ruok, conf", "--tick-time", "500ms"], async endPoint =>
        {
            Assert.Equal("imok", await AskAsync(endPoint, "ruok"));
            Assert.Contains("tickTime=500\n", await AskAsync(endPoint, "conf"), StringComparison.Ordinal);
            Assert.Contains("not in the whitelist", await AskAsync(endPoint, "srvr"), StringComparison.Ordinal);
        });

    [Fact]
    public async Task Server_AnswersEveryFourLetterWord_WhenToldSo() =>
        await ServeAsync(["--four-letter-words", "*"], async endPoint => Assert.Contains("zookeeper.version", await AskAsync(endPoint, "envi"), StringComparison.Ordinal));

    [Fact]
    public async Task Server_AnUnknownFourLetterWord_IsRefusedNamingThoseThereAre()
    {
        var run = await CliRun.OfAsync("server", "--port", "0", "--four-letter-words", "ruok,quak");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("'quak'", run.Error, StringComparison.Ordinal);
        Assert.Contains(string.Join(", ", ZkServerOptions.KnownFourLetterWords), run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_WithALimitOfConnections_ClosesOneMore() =>
        await ServeAsync(["--max-connections", "1"], async endPoint =>
        {
            await using var first = await ZkClient.ConnectAsync(endPoint);
            using var second = new TcpClient();
            await second.ConnectAsync(IPEndPoint.Parse(endPoint));
            Assert.Equal(0, await second.GetStream().ReadAsync(new byte[1]));
        });

    [Fact]
    public async Task Server_WithUsers_TakesTheirPasswordsAndNoOthers()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "ann:secret\n\nbob:with:colons\n");
            await ServeAsync(["--sasl-users", file], async endPoint =>
            {
                foreach (var good in new[] { "sasl:ann:secret", "sasl:bob:with:colons" })
                    Assert.Equal(ExitCodes.Done, (await CliRun.OfAsync("ls", "/", "--connect", endPoint, "--auth", good)).ExitCode);

                var wrong = await CliRun.OfAsync("ls", "/", "--connect", endPoint, "--auth", "sasl:ann:guessed");
                Assert.Equal(ExitCodes.Failed, wrong.ExitCode);
                Assert.StartsWith("zkr: Authentication failed: the server refused the credentials of scheme 'sasl'", wrong.Error, StringComparison.Ordinal);
                Assert.DoesNotContain("guessed", wrong.Error, StringComparison.Ordinal);
            });

            await File.WriteAllTextAsync(file, "hunter2\n");
            var bad = await CliRun.OfAsync("server", "--port", "0", "--sasl-users", file);
            Assert.Equal(ExitCodes.Usage, bad.ExitCode);
            Assert.DoesNotContain("hunter2", bad.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Server_EnforcingQuotas_RefusesWhatIsAboveThem() =>
        await ServeAsync(["--enforce-quotas"], async endPoint =>
        {
            await using var client = await ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = endPoint });
            await client.CreateAsync("/small");
            await client.SetQuotaAsync("/small", new ZkQuotaLimits { BytesHard = 3 });

            Assert.Equal(ExitCodes.Done, (await CliRun.OfAsync("set", "/small", "abc", "--connect", endPoint)).ExitCode);
            var run = await CliRun.OfAsync("set", "/small", "abcd", "--connect", endPoint);
            Assert.Equal(ExitCodes.Failed, run.ExitCode);
            Assert.EndsWith("[ZkQuotaExceeded]\n", run.Error, StringComparison.Ordinal);
        });

    [Fact]
    public async Task Server_OverTls_TakesClientsWithACertificate()
    {
        using var authority = new TestAuthority();
        var (server, serverKey) = authority.ForServerFiles("server", "localhost");
        var (client, clientKey) = authority.ForClient("app", "client");
        await ServeAsync(["--tls-cert", server, "--tls-key", serverKey, "--tls-ca", authority.RootFile], async endPoint =>
        {
            var run = await CliRun.OfAsync(
                "ls", "/", "--connect", endPoint.Replace("127.0.0.1", "localhost", StringComparison.Ordinal),
                "--tls-ca", authority.RootFile, "--tls-cert", client, "--tls-key", clientKey);
            Assert.Equal((ExitCodes.Done, "zookeeper\n"), (run.ExitCode, run.Out));
        });
    }

    private static async Task<string> AskAsync(string endPoint, string word)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPEndPoint.Parse(endPoint));
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(word));
        using var reader = new StreamReader(connection.GetStream());
        return await reader.ReadToEndAsync();
    }

    private static async Task ServeAsync(string[] options, Func<string, Task> use)
    {
        var captured = new CapturedHost();
        using var stop = StopSignals.None();
        var serving = CliRun.OfAsync(captured, stop, ["server", "--port", "0", .. options]);
        await captured.Out.UntilAsync("\n");
        await use(Regex.Match(captured.Out.ToString(), @"^serving (127\.0\.0\.1:\d+) \(").Groups[1].Value);
        stop.Stop(15);
        Assert.Equal(ExitCodes.Done, (await serving).ExitCode);
    }

    private static async Task ServeAsync(string directory, Func<string, Task> use)
    {
        var captured = new CapturedHost();
        using var stop = StopSignals.None();
        var serving = CliRun.OfAsync(captured, stop, "server", "--port", "0", "--data-dir", directory);
        await captured.Out.UntilAsync("\n");
        var said = Regex.Match(captured.Out.ToString(), @"^serving (127\.0\.0\.1:\d+) \(data in (.+); Ctrl\+C ends it\)\n$");
        Assert.Equal(directory, said.Groups[2].Value);
        await use(said.Groups[1].Value);
        stop.Stop(15);
        Assert.Equal(ExitCodes.Done, (await serving).ExitCode);
    }
}
