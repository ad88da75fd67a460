using Microsoft.Data.Sqlite;
using ZkReactive.Journal.Storage;

namespace ZkReactive.Journal.Reading;

/// <summary>Connections for reading. A few are kept; when more are wanted at once, more are opened and closed again.</summary>
internal sealed class ReadPool(JournalReaderOptions options) : IDisposable
{
    private const int Kept = 4;

    private readonly Lock _lock = new();
    private readonly Stack<ReadConnection> _idle = new(Kept);
    private readonly ReplacementWatch _watch = new(options.Path, options.Time);
    private int _generation;
    private bool _disposed;

    /// <summary>Runs a function with a connection, on the thread pool.</summary>
    public Task<T> RunAsync<T>(Func<ReadConnection, T> read, CancellationToken cancellationToken) =>
        Task.Run(() => Run(read), cancellationToken);

    /// <summary>Closes the idle connections, and those in use as soon as they come back: the file is another one now.</summary>
    public void Renew()
    {
        lock (_lock) RenewLocked();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            RenewLocked();
        }
    }

    private T Run<T>(Func<ReadConnection, T> read)
    {
        ReadConnection? connection = null;
        try
        {
            connection = Rent(out var generation);
            var result = read(connection);
            Return(connection, generation);
            return result;
        }
        catch (SqliteException exception)
        {
            connection?.Dispose();
            throw StorageErrors.Translate(options.Path, exception);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    private ReadConnection Rent(out int generation)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(JournalReader));
            if (_watch.Look() is not null) RenewLocked();
            generation = _generation;
            if (_idle.TryPop(out var connection)) return connection;
        }

        return new ReadConnection(options.Path);
    }

    private void Return(ReadConnection connection, int generation)
    {
        lock (_lock)
        {
            if (!_disposed && generation == _generation && _idle.Count < Kept)
            {
                _idle.Push(connection);
                return;
            }
        }

        connection.Dispose();
    }

    private void RenewLocked()
    {
        _generation++;
        while (_idle.TryPop(out var connection)) connection.Dispose();
    }
}
