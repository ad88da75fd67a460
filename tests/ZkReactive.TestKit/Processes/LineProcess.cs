using System.Diagnostics;
using System.Text;

namespace ZkReactive.TestKit.Processes;

/// <summary>
/// Another program that a test talks to line by line. Standard output and error are one stream here. It is killed, with
/// what it started, when the test is over.
/// </summary>
public sealed class LineProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly StringBuilder _output = new();
    private TaskCompletionSource _more = NewSignal();
    private int _seen;

    private LineProcess(Process process) => _process = process;

    /// <summary>All that it has said so far.</summary>
    public string Output
    {
        get
        {
            lock (_lock) return _output.ToString();
        }
    }

    /// <summary>Starts a program; arguments are passed as they are.</summary>
    public static LineProcess Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var started = new LineProcess(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start."));
        started._process.OutputDataReceived += (_, e) => started.Hear(e.Data);
        started._process.ErrorDataReceived += (_, e) => started.Hear(e.Data);
        started._process.BeginOutputReadLine();
        started._process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Kills it at once.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Types a line.</summary>
    public async Task SayAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until all the texts have come up, in any order, behind those that were last waited for.</summary>
    public async Task HearAsync(params string[] texts)
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!TryHear(texts, out var more))
        {
            try
            {
                await more.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Not all of '{string.Join("', '", texts)}' came up within {Patience}. What did: {Output}");
            }
        }
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool TryHear(string[] texts, out Task more)
    {
        lock (_lock)
        {
            more = _more.Task;
            var said = _output.ToString();
            var ends = texts.Select(text => (At: said.IndexOf(text, _seen, StringComparison.Ordinal), text.Length)).ToArray();
            if (ends.Any(end => end.At < 0)) return false;
            _seen = ends.Max(end => end.At + end.Length);
            return true;
        }
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        TaskCompletionSource heard;
        lock (_lock)
        {
            _output.Append(line).Append('\n');
            heard = _more;
            _more = NewSignal();
        }

        heard.SetResult();
    }
}
