using System.Net.Sockets;

namespace ZkReactive.Client.Connections;

internal sealed partial class Connection : IThreadPoolWorkItem
{
    /// <summary>Sends what was written, unless a thread is at it already, which then sends this too.</summary>
    public void Flush()
    {
        while (TryTakeBuffer())
        {
            var bytes = _sending.WrittenMemory;
            if (_transport.Tls is not null)
            {
                _ = SendRestAsync(bytes);
                return;
            }

            int sent;
            SocketError error;
            try
            {
                sent = _socket.Send(bytes.Span, SocketFlags.None, out error);
            }
            catch (ObjectDisposedException)
            {
                return;
            }

            if (error is SocketError.Success && sent == bytes.Length)
            {
                GiveBufferBack();
                _owner.OnSendRoom(this);
                continue;
            }

            if (error is SocketError.Success or SocketError.WouldBlock or SocketError.IOPending)
                _ = SendRestAsync(bytes[Math.Max(0, sent)..]);
            else
                Close(new SocketException((int)error));
            return;
        }
    }

    /// <summary>Sends soon, on the thread pool, together with what is written until then.</summary>
    public void QueueFlush()
    {
        lock (_gate)
        {
            if (_isFlushQueued) return;
            _isFlushQueued = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        lock (_gate) _isFlushQueued = false;
        Flush();
    }

    // The socket's buffer is full: the server is slower than the callers. The rest goes as room appears. Or it is to be encrypted.
    private async Task SendRestAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _transport.SendAsync(bytes);
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            Close(e);
            return;
        }

        GiveBufferBack();
        _owner.OnSendRoom(this);
        Flush();
    }

    private bool TryTakeBuffer()
    {
        lock (_gate)
        {
            if (_isSending || _filling.Length == 0 || IsClosed) return false;
            _isSending = true;
            (_filling, _sending) = (_sending, _filling);
            StreamSent = StreamWritten;
            return true;
        }
    }

    private void GiveBufferBack()
    {
        lock (_gate)
        {
            _sending.Clear();
            _isSending = false;
        }
    }
}
