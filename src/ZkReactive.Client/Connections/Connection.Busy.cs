using System.Net.Sockets;

namespace ZkReactive.Client.Connections;

/// <summary>
/// Reading under load: by a thread of the connection's own that waits in the system, since being woken by the socket alone
/// costs far less than being woken through the runtime's poller and its pool. The same thread lets the callers go on. While it
/// does, anybody may take the reading over, and the dispatcher sees to it when a caller does not come back.
/// </summary>
internal sealed partial class Connection
{
    /// <summary>What debuggers show for the thread of a connection under load.</summary>
    internal const string OwnThreadName = "ZkReactive connection";

    // How long a connection with nothing to read keeps its thread.
    private static readonly TimeSpan BusyPatience = TimeSpan.FromMilliseconds(50);

    // How long replies may lie in the socket until there are enough of them to be worth a wake-up.
    private static readonly TimeSpan LongestGathering = TimeSpan.FromMilliseconds(1);

    // How long a connection whose caller did not come back is read without a thread of its own.
    private static readonly TimeSpan AfterTakeOver = TimeSpan.FromMilliseconds(200);

    // A wake-up is to bring at least this part of the replies that are on their way, if there are so many.
    private const int GatheredPart = 4;
    private const int FewestGathered = 16;

    private readonly LoadMeter _load = new(TimeProvider.System);
    private int _reader = Reader.Pool;
    private bool _isUnderLoad;
    private int _smallestFrame;
    private int _lowWater = 1;
    private bool _hasLowWater = true;

    /// <summary>Goes on reading on the pool when the connection's own thread is with the callers; to be called when a caller does not come back.</summary>
    public void TakeOverReading()
    {
        if (Interlocked.CompareExchange(ref _reader, Reader.Pool, Reader.WithCallers) != Reader.WithCallers) return;
        BusyThreads.Give();
        _load.Pause(AfterTakeOver);
        ReadOnPool();
    }

    private void NoteLoad()
    {
        int waiting;
        lock (_gate) waiting = InFlight.Count;
        _isUnderLoad = _load.Note(waiting);
    }

    private bool TryReadBusily()
    {
        _isUnderLoad = false;
        if (!BusyThreads.TryTake()) return false;
        _reader = Reader.OwnThread;
        var thread = new Thread(static connection => ((Connection)connection!).ReadBusily()) { IsBackground = true, Name = OwnThreadName };
        thread.UnsafeStart(this);
        return true;
    }

    private void ReadBusily()
    {
        try
        {
            while (TryReceiveBusily())
            {
                TakeFrames();
                Volatile.Write(ref _reader, Reader.WithCallers);
                _owner.LetCallersGoOn(isUnattended: true);
                if (Interlocked.CompareExchange(ref _reader, Reader.OwnThread, Reader.WithCallers) != Reader.WithCallers) return;
            }
        }
        catch (Exception e) when (IsConnectionError(e))
        {
            BusyThreads.Give();
            EndReceiving(e);
            _owner.LetCallersGoOn();
            return;
        }

        _reader = Reader.Pool;
        BusyThreads.Give();
        ReadOnPool();
    }

    private void ReadOnPool()
    {
        try
        {
            SetLowWater(1);
            if (Arm()) ReceiveRun();
        }
        catch (Exception e) when (IsConnectionError(e))
        {
            EndReceiving(e);
        }

        _owner.LetCallersGoOn();
    }

    /// <summary>True when bytes came; false when nothing came for a while.</summary>
    private bool TryReceiveBusily()
    {
        Gather();
        while (true)
        {
            var count = _socket.Receive(_received.Prepare(isBusy: true).Span, SocketFlags.None, out var error);
            if (error == SocketError.Success)
            {
                if (count == 0) throw new EndOfStreamException("The server closed the connection.");
                _owner.OnHeard();
                _received.Commit(count);
                return true;
            }

            if (error is not (SocketError.WouldBlock or SocketError.IOPending)) throw new SocketException((int)error);
            SetLowWater(1);
            if (!_socket.Poll(BusyPatience, SelectMode.SelectRead)) return false;
        }
    }

    // Waits until part of the replies on their way are there, by the size of the smallest that came last; and not for long,
    // since the next ones may be smaller, or the server stop in the middle.
    private void Gather()
    {
        int waiting;
        lock (_gate) waiting = InFlight.Count;
        if (waiting < FewestGathered || !_hasLowWater) return;
        SetLowWater(Math.Max(1, waiting / GatheredPart * _smallestFrame));
        _socket.Poll(LongestGathering, SelectMode.SelectRead);
    }

    private void SetLowWater(int bytes)
    {
        if (_lowWater == bytes || !_hasLowWater) return;
        try
        {
            _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater, bytes);
            _lowWater = bytes;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ProtocolOption or SocketError.OperationNotSupported or SocketError.InvalidArgument)
        {
            // Not every system has it; replies are read as they come then.
            _hasLowWater = false;
        }
    }

    private static class Reader
    {
        public const int Pool = 0;
        public const int OwnThread = 1;
        public const int WithCallers = 2;
    }
}
