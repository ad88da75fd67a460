using System.Net;
using System.Net.Sockets;

namespace ZkReactive.TestKit.Proxies;

/// <summary>
/// Stands between clients and a server and passes bytes on as its <see cref="Road"/> says at the moment. It knows nothing of
/// frames, so that it splits, delays and damages them, and their lengths, anywhere.
/// </summary>
public sealed class RoughProxy : IAsyncDisposable
{
    private static readonly TimeSpan SilenceCheck = TimeSpan.FromMilliseconds(20);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly Random _seeds;
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _work = [];
    private readonly CancellationTokenSource _stop = new();
    private CancellationTokenSource _cut = new();
    private volatile Road _road = Road.Smooth;

    private RoughProxy(string server, int seed)
    {
        _server = IPEndPoint.Parse(server);
        _seeds = new Random(seed);
        _listener.Start();
        Keep(AcceptAsync());
    }

    /// <summary>What clients connect to.</summary>
    public string ConnectString => _listener.LocalEndpoint.ToString()!;

    /// <summary>In what manner bytes pass from now on.</summary>
    public Road Road
    {
        get => _road;
        set => _road = value;
    }

    /// <summary>Starts a proxy for the server at <paramref name="server"/>, an address and port.</summary>
    public static RoughProxy Start(string server, int seed) => new(server, seed);

    /// <summary>Resets all present connections.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _cut.Cancel();
            _cut.Dispose();
            _cut = new CancellationTokenSource();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Task[] work;
        lock (_lock) work = [.. _work];
        await Task.WhenAll(work);
        _cut.Dispose();
        _stop.Dispose();
    }

    private void Keep(Task work)
    {
        lock (_lock) _work.Add(work);
        _ = work.ContinueWith(
            done =>
            {
                lock (_lock) _work.Remove(done);
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) Keep(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        (Random, Random) random;
        CancellationTokenSource over;
        lock (_lock)
        {
            random = (new Random(_seeds.Next()), new Random(_seeds.Next()));
            over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _cut.Token);
        }

        using (over)
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server, over.Token);
                var ways = new[] { PumpAsync(client, server, random.Item1, isAnswer: false, over.Token), PumpAsync(server, client, random.Item2, isAnswer: true, over.Token) };
                await Task.WhenAny(ways);
                await over.CancelAsync();
                await Task.WhenAll(ways);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The server cannot be reached.
            }

            // Unread bytes are dropped on both sides, and both ends told so.
            client.LingerState = server.LingerState = new LingerOption(enable: true, seconds: 0);
        }
    }

    /// <summary>Passes bytes on until an end goes or the connection is to be reset.</summary>
    private async Task PumpAsync(Socket from, Socket to, Random random, bool isAnswer, CancellationToken over)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, over) is > 0 and var length)
            {
                for (var done = 0; done < length;)
                {
                    while (_road.IsSilent) await Task.Delay(SilenceCheck, TimeProvider.System, over);
                    var road = _road;
                    var piece = buffer.AsMemory(done, random.Next(1, Math.Min(road.MostBytes, length - done) + 1));
                    if (road.MostBytes == int.MaxValue) piece = buffer.AsMemory(done, length - done);
                    if (road.MostDelay > TimeSpan.Zero) await Task.Delay(road.MostDelay * random.NextDouble(), TimeProvider.System, over);
                    if (random.Next(1000) < road.ResetsInThousand) return;
                    if (isAnswer && random.Next(1000) < road.DamagesInThousand) piece.Span[random.Next(piece.Length)] ^= (byte)(1 << random.Next(8));
                    done += await to.SendAsync(piece, over);
                }
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // One end has gone.
        }
    }
}
