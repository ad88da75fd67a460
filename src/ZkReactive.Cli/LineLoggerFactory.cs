using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ZkReactive.Cli;

/// <summary>Log lines on stderr: time, level, category, message; one line each.</summary>
internal sealed class LineLoggerFactory(CliHost host, LogLevel minimum = LogLevel.Debug) : ILoggerFactory
{
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Log lines go to stderr only.");

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Write(LogLevel level, string category, string message)
    {
        var time = host.TimeProvider.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var name = level switch
        {
            LogLevel.Warning => "warn ",
            LogLevel.Error or LogLevel.Critical => "error",
            LogLevel.Information => "info ",
            _ => "debug",
        };
        lock (_lock) host.Error.WriteLine($"{time} {name} {category}: {Text.OneLine(message)}");
    }

    private sealed class LineLogger(LineLoggerFactory owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= owner.Minimum && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) owner.Write(logLevel, category, exception is null ? formatter(state, exception) : $"{formatter(state, exception)} ({exception.Message})");
        }
    }

    private LogLevel Minimum => minimum;
}
