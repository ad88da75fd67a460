using System.Buffers.Binary;
using System.Net.Sockets;
using ZkReactive.Client.Errors;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Connections;

internal sealed partial class Connection
{
    // After so many receives in a row that found data waiting, callers get their turn.
    private const int LongestRun = 16;

    private readonly ReceiveOperation _receive;
    private readonly ReceiveBuffer _received;

    /// <summary>Starts to receive; <paramref name="leftOver"/> came behind the handshake. Call once.</summary>
    public void StartReceiving(ReadOnlyMemory<byte> leftOver)
    {
        if (leftOver.Length > 0)
        {
            leftOver.CopyTo(_received.Prepare(isBusy: true));
            _received.Commit(leftOver.Length);
        }

        if (_transport.Tls is { } tls) Task.Run(() => ReadDecryptedAsync(tls));
        else ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.ReceiveFirst(), this, preferLocal: false);
    }

    private void ReceiveFirst()
    {
        try
        {
            TakeFrames();
            if (Arm()) ReceiveRun();
        }
        catch (Exception e) when (IsConnectionError(e))
        {
            EndReceiving(e);
        }

        _owner.LetCallersGoOn();
    }

    // A receive has completed. Takes what came and starts the next one, as long as there is data at once; the callers go
    // on only after that, when another thread is able to take over here.
    private void ReceiveRun()
    {
        try
        {
            var run = 0;
            do
            {
                if (_receive.SocketError != SocketError.Success) throw new SocketException((int)_receive.SocketError);
                if (_receive.BytesTransferred == 0) throw new EndOfStreamException("The server closed the connection.");
                _owner.OnHeard();
                NoteLoad();
                _received.Commit(_receive.BytesTransferred);
                TakeFrames();
                if (!Arm()) break;
                if (++run < LongestRun) continue;
                ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.ReceiveRun(), this, preferLocal: false);
                break;
            }
            while (true);
        }
        catch (Exception e) when (IsConnectionError(e))
        {
            EndReceiving(e);
        }

        _owner.LetCallersGoOn();
    }

    /// <summary>Starts a receive; true when it has completed already. Under load, hands the reading to a thread of its own instead.</summary>
    private bool Arm()
    {
        if (_isUnderLoad && TryReadBusily()) return false;
        int waiting;
        lock (_gate) waiting = InFlight.Count;
        _receive.SetBuffer(_received.Prepare(isBusy: waiting > 0));
        return !_socket.ReceiveAsync(_receive);
    }

    private void TakeFrames()
    {
        var smallest = int.MaxValue;
        while (_received.Unread is { Length: >= FrameLength.PrefixSize } unread)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(unread);
            if (length < ReplyHeader.Size) throw ProtocolErrors.BadFrame(length, _maxPacketBytes);
            var isOversize = length > _maxPacketBytes;
            if (unread.Length - FrameLength.PrefixSize < (isOversize ? ReplyHeader.Size : length)) break;

            if (isOversize)
            {
                SkipOversize(unread[FrameLength.PrefixSize..], length);
                continue;
            }

            var body = new JuteReader(unread.Slice(FrameLength.PrefixSize, length));
            var header = ReplyHeader.Read(ref body);
            _owner.OnFrame(this, header, ref body);
            _received.Take(FrameLength.PrefixSize + length);
            smallest = Math.Min(smallest, FrameLength.PrefixSize + length);
        }

        if (smallest < int.MaxValue) _smallestFrame = smallest;
    }

    private void SkipOversize(ReadOnlySpan<byte> content, int length)
    {
        var start = new JuteReader(content);
        if (!_owner.OnOversizeFrame(this, ReplyHeader.Read(ref start), length)) throw ProtocolErrors.BadFrame(length, _maxPacketBytes);
        _received.Skip((long)FrameLength.PrefixSize + length);
    }

    private void EndReceiving(Exception reason)
    {
        Close(reason);
        _received.Release();
        _receive.Dispose();
        _transport.Dispose();
    }

    private static bool IsConnectionError(Exception e) =>
        e is SocketException or IOException or ObjectDisposedException or ZkProtocolException or JuteFormatException;

    private sealed class ReceiveOperation(Connection connection) : SocketAsyncEventArgs(true)
    {
        protected override void OnCompleted(SocketAsyncEventArgs e) => connection.ReceiveRun();
    }
}
