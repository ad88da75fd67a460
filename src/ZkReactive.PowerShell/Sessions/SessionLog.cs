using Microsoft.Extensions.Logging;

namespace ZkReactive.PowerShell.Sessions;

/// <summary>
/// Where the clients of a runspace log to: cmdlets that run with -Verbose listen, and while none does nothing is even put
/// into words. The client's lines carry no secrets.
/// </summary>
internal sealed class SessionLog : ILoggerFactory
{
    private readonly Lock _gate = new();
    private volatile Action<string>[] _listeners = [];

    /// <summary>Gives every line to <paramref name="listener"/>, on any thread, until disposed.</summary>
    public IDisposable Listen(Action<string> listener)
    {
        lock (_gate) _listeners = [.. _listeners, listener];
        return new Listening(this, listener);
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Log lines go to the verbose stream only.");

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Listening(SessionLog log, Action<string> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (log._gate) log._listeners = [.. log._listeners.Where(one => one != listener)];
        }
    }

    private sealed class Logger(SessionLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => log._listeners.Length > 0 && logLevel is >= LogLevel.Debug and not LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var line = formatter(state, exception) + (exception is null ? "" : $" ({exception.Message})");
            foreach (var listener in log._listeners) listener(line);
        }
    }
}
