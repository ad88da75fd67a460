using System.Text;

namespace ZkReactive.Cli.Tests.Support;

/// <summary>Collects text from any thread, and tells when a line that was waited for has come.</summary>
internal sealed class SignallingWriter : TextWriter
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly StringBuilder _text = new();
    private readonly Lock _lock = new();
    private readonly List<(Func<string, bool> Condition, TaskCompletionSource Met)> _waiting = [];

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Append(value.ToString());

    public override void Write(string? value) => Append(value ?? "");

    public override void Write(char[] buffer, int index, int count) => Append(new string(buffer, index, count));

    public override void WriteLine(string? value) => Append(value + "\n");

    public override string ToString()
    {
        lock (_lock) return _text.ToString();
    }

    /// <summary>Waits until the text so far meets a condition.</summary>
    public Task UntilAsync(Func<string, bool> condition)
    {
        lock (_lock)
        {
            if (condition(_text.ToString())) return Task.CompletedTask;
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((condition, met));
            return met.Task.WaitAsync(Deadline, TimeProvider.System, CancellationToken.None);
        }
    }

    public Task UntilAsync(string part) => UntilAsync(text => text.Contains(part, StringComparison.Ordinal));

    private void Append(string text)
    {
        lock (_lock)
        {
            _text.Append(text);
            if (_waiting.Count == 0) return;
            var whole = _text.ToString();
            foreach (var (_, met) in _waiting.Where(entry => entry.Condition(whole)).ToList()) met.TrySetResult();
            _waiting.RemoveAll(entry => entry.Met.Task.IsCompleted);
        }
    }
}
