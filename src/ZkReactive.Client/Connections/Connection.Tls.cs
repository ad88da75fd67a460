using System.Net.Security;

namespace ZkReactive.Client.Connections;

/// <summary>Reading and sending where the runtime's TLS stands between the connection and its socket.</summary>
internal sealed partial class Connection
{
    // Callers go on on other threads of the pool, so that nothing they do stops the reading.
    private async Task ReadDecryptedAsync(SslStream stream)
    {
        try
        {
            TakeFrames();
            while (true)
            {
                QueueCallers();
                int waiting;
                lock (_gate) waiting = InFlight.Count;
                var count = await stream.ReadAsync(_received.Prepare(isBusy: waiting > 0));
                if (count == 0) throw new EndOfStreamException("The server closed the connection.");
                _owner.OnHeard();
                _received.Commit(count);
                TakeFrames();
            }
        }
        catch (Exception e) when (IsConnectionError(e))
        {
            EndReceiving(e);
        }

        QueueCallers();
    }

    private void QueueCallers() => ThreadPool.UnsafeQueueUserWorkItem(static owner => owner.LetCallersGoOn(), _owner, preferLocal: false);
}
