using System.Buffers;
using System.Net.Sockets;
using System.Security.Authentication;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Admin;
using ZkReactive.Server.Authentication;
using ZkReactive.Server.Diagnostics;
using ZkReactive.Server.Processing;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Connections;

/// <summary>
/// One client's socket. Its read loop serves every whole frame that a receive brought, under the server's lock and
/// without handing over to another thread, and sends all the answers at once. Events for other connections go into
/// their outputs meanwhile and are sent when the lock is free.
/// </summary>
internal sealed class ClientConnection : IClientTransport, IDisposable
{
    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(10);

    private readonly ClientSocket _socket;
    private readonly ServerState _state;
    private readonly RequestProcessor _processor;
    private readonly ZkServerFaults _faults;
    private readonly FourLetterWords _words;
    private readonly ReceiveBuffer _received;

    // Guarded by the server's lock: the buffer that is being sent (or is empty), and who waits for the output to go down.
    private FrameBuffer _outgoing = ClientState.NewOutput();
    private bool _sending;
    private int _holds;
    private bool _delayServed;
    private TaskCompletionSource? _drained;
    private volatile bool _aborted;

    public ClientConnection(Socket socket, long number, ServerState state, RequestProcessor processor, ZkServerFaults faults, FourLetterWords words)
    {
        _socket = new ClientSocket(socket);
        _state = state;
        _processor = processor;
        _faults = faults;
        _words = words;
        _received = new ReceiveBuffer(state.Options.MaxPacketBytes);
        Client = new ClientState(number, _socket.Remote, this) { Established = state.WallMilliseconds };
    }

    public ClientState Client { get; }

    /// <summary>Serves the connection until either side ends it. Never throws.</summary>
    public async Task RunAsync()
    {
        try
        {
            if (_state.Certificates is { } certificates) await EncryptAsync(certificates);
            if (!await TryServeWordAsync()) await ServeAsync();
        }
        catch (AuthenticationException e)
        {
            Log.NoTls(_state.Logger, Client.Number, Client.Remote, (e.InnerException ?? e).Message);
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The client is gone, or was sent away.
        }
        catch (Exception e)
        {
            Log.Failed(_state.Logger, Client.Number, Client.Remote, e);
        }
        finally
        {
            Dispose();
        }
    }

    public void Flush()
    {
        ReadOnlyMemory<byte> output;
        lock (_state.Gate) output = TakeOutputLocked();
        if (!output.IsEmpty)
        {
            _ = SendAsync(output);
            return;
        }

        TakeWaiter()?.TrySetResult();
        CloseIfDone();
    }

    public void Abort()
    {
        _aborted = true;
        _socket.Abort();
        TakeWaiter()?.TrySetResult();
    }

    public void HoldLocked(TimeSpan time)
    {
        _holds++;
        ITimer? timer = null;
        timer = _state.Options.TimeProvider.CreateTimer(_ => Release(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(time, Timeout.InfiniteTimeSpan);

        void Release()
        {
            timer?.Dispose();
            lock (_state.Gate)
            {
                _holds--;
                _delayServed = true;
            }

            Flush();
        }
    }

    /// <summary>Takes the connection out of the server; its session lives on.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        TakeWaiter()?.TrySetResult();
        lock (_state.Gate)
        {
            Client.End();
            _state.Watches.RemoveAll(Client);
            _state.Clients.Remove(Client);
            if (Client.Session is { } session && session.Client == Client) session.Client = null;
            if (_sending) return;
            Client.Output.Dispose();
            _outgoing.Dispose();
        }
    }

    // Real time, because the other side is real.
    private async Task EncryptAsync(ServerCertificates certificates)
    {
        using var deadline = new CancellationTokenSource(HandshakePatience, TimeProvider.System);
        using var shown = await _socket.EncryptAsync(certificates.Current(), deadline.Token);
        if (shown is null) return;
        lock (_state.Gate) Client.AddIdentity(new ClientInfo(AclRules.X509, SubjectText.Of(shown)));
    }

    // A client that speaks ZooKeeper begins with a length, whose first byte is 0; an admin's tool begins with a word.
    private async Task<bool> TryServeWordAsync()
    {
        while (_received.Unserved.Length < FrameLength.PrefixSize)
        {
            if (!await ReceiveAsync()) return true;
        }

        if (!_words.TryAnswer(_received.Unserved, out var answer)) return false;
        await _socket.SendAsync(answer);
        _socket.CloseGracefully();
        return true;
    }

    private async Task ServeAsync()
    {
        do
        {
            while (true)
            {
                var (served, output, drained) = ServeReceived();
                if (!output.IsEmpty) await SendAsync(output);
                else CloseIfDone();
                if (drained is not null) await drained;
                else if (!served) break;
            }
        }
        while (await ReceiveAsync());
    }

    private async ValueTask<bool> ReceiveAsync()
    {
        var count = await _socket.ReceiveAsync(_received.Free);
        _received.Received(count);
        return count > 0;
    }

    /// <summary>Serves what was received as far as it goes; the task is there when the client has to read first.</summary>
    private (bool Served, ReadOnlyMemory<byte> Output, Task? Drained) ServeReceived()
    {
        var started = _state.Options.TimeProvider.GetTimestamp();
        var served = 0;
        ClientState[]? dirty;
        ReadOnlyMemory<byte> output;
        Task? drained = null;
        lock (_state.Gate)
        {
            var unserved = _received.Unserved;
            try
            {
                served = _processor.ServeLocked(Client, ref unserved);
            }
            catch (Exception e) when (e is FrameLengthException or JuteFormatException)
            {
                Log.Malformed(_state.Logger, Client.Number, Client.Remote, e.Message);
                _state.Detach(Client);
            }

            _received.Keep(Client.Ended ? 0 : unserved.Length);
            dirty = _state.Watches.TakeDirty();
            output = TakeOutputLocked();
            if (output.IsEmpty && !_aborted) drained = WaitForRoomLocked();
            if (served > 0) _state.Counters.Time(_state.Options.TimeProvider.GetElapsedTime(started), served);
        }

        if (dirty is not null) FlushOthers(dirty);
        return (served > 0, output, drained);
    }

    private void FlushOthers(ClientState[] dirty)
    {
        foreach (var other in dirty)
        {
            if (other != Client) other.Transport.Flush();
        }
    }

    /// <summary>A task when the client has to read first, or the disk to take what is to be logged.</summary>
    private Task? WaitForRoomLocked()
    {
        if (_state.Commits is { IsFullLocked: true } commits) commits.AwaitLocked(Client);
        else if (Client.Output.Length < RequestProcessor.OutputHighWater) return null;
        _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _drained.Task;
    }

    private ReadOnlyMemory<byte> TakeOutputLocked()
    {
        if (_sending || _holds > 0 || Client.Output.Length == 0 || _faults.RepliesHeld) return default;
        var sendable = _state.SendableLocked(Client);
        if (sendable == 0) return default;
        if (_faults.ReplyDelay > TimeSpan.Zero && !_delayServed)
        {
            HoldLocked(_faults.ReplyDelay);
            return default;
        }

        _delayServed = false;
        (Client.Output, _outgoing) = (_outgoing, Client.Output);
        Client.Taken(sendable);
        if (sendable < _outgoing.Length) Client.Output.Write(_outgoing.WrittenSpan[sendable..]);
        _sending = true;
        return _outgoing.WrittenMemory[..sendable];
    }

    /// <summary>Sends, and goes on as long as more comes up meanwhile. Never throws.</summary>
    private async Task SendAsync(ReadOnlyMemory<byte> output)
    {
        try
        {
            while (!output.IsEmpty)
            {
                await _socket.SendAsync(output);
                lock (_state.Gate)
                {
                    _outgoing.Clear();
                    _sending = false;
                    output = TakeOutputLocked();
                }
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            Abort();
        }

        TakeWaiter()?.TrySetResult();
        CloseIfDone();
    }

    private TaskCompletionSource? TakeWaiter()
    {
        lock (_state.Gate)
        {
            var waiter = _drained;
            _drained = null;
            return waiter;
        }
    }

    private void CloseIfDone()
    {
        lock (_state.Gate)
        {
            if (!Client.Ended || _sending || Client.Output.Length > 0) return;
        }

        _socket.CloseGracefully();
    }
}
