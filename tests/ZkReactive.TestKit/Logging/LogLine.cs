using Microsoft.Extensions.Logging;

namespace ZkReactive.TestKit.Logging;

/// <summary>A line of a log.</summary>
public sealed record LogLine(int EventId, LogLevel Level, string Message);
