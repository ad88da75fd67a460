using Microsoft.Extensions.Logging;

namespace ZkReactive.TestKit.Logging;

/// <summary>Keeps what is logged, of every category and level.</summary>
public sealed class RecordingLoggerFactory : ILoggerFactory
{
    private readonly Lock _lock = new();
    private readonly List<LogLine> _lines = [];

    /// <summary>All that was logged so far.</summary>
    public IReadOnlyList<LogLine> Lines
    {
        get
        {
            lock (_lock) return [.. _lines];
        }
    }

    public ILogger CreateLogger(string categoryName) => new RecordingLogger(this);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("It keeps lines, and nothing else.");

    public void Dispose()
    {
    }

    private sealed class RecordingLogger(RecordingLoggerFactory owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (owner._lock) owner._lines.Add(new LogLine(eventId.Id, logLevel, formatter(state, exception)));
        }
    }
}
