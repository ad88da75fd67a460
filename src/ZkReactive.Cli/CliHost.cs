using System.Text;

namespace ZkReactive.Cli;

/// <summary>What surrounds a run of <c>zkr</c>: where it writes, what it may know of its terminal and environment.</summary>
internal sealed record CliHost
{
    private const int PipeWidth = 80;

    /// <summary>Where results go.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Where errors and notices go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>What is read.</summary>
    public TextReader In { get; init; } = TextReader.Null;

    /// <summary>The bytes behind <see cref="Out"/>, for data that is not text; null when there are none.</summary>
    public Stream? RawOut { get; init; }

    /// <summary>Whether a person reads <see cref="Out"/>: tables, colours and live updates are for them alone.</summary>
    public bool IsOutTerminal { get; init; }

    /// <summary>Whether a person reads <see cref="Error"/>.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Whether colours are welcome on a terminal.</summary>
    public bool UseColour { get; init; }

    /// <summary>How wide lines may get.</summary>
    public int Width { get; init; } = PipeWidth;

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = _ => null;

    /// <summary>Time.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How long a verb tries to reach a server.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where relative directories begin.</summary>
    public string CurrentDirectory { get; init; } = ".";

    /// <summary>The console of this process.</summary>
    public static CliHost ForThisProcess()
    {
        var isOutTerminal = !Console.IsOutputRedirected;
        var isDumb = System.Environment.GetEnvironmentVariable("TERM") is "dumb";
        if (isOutTerminal) Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new CliHost
        {
            Out = Console.Out,
            In = Console.In,
            Error = Console.Error,
            RawOut = Console.OpenStandardOutput(),
            IsOutTerminal = isOutTerminal && !isDumb,
            IsErrorTerminal = !Console.IsErrorRedirected && !isDumb,
            UseColour = string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("NO_COLOR")),
            Width = isOutTerminal ? TerminalWidth() : PipeWidth,
            Environment = System.Environment.GetEnvironmentVariable,
            CurrentDirectory = System.Environment.CurrentDirectory,
        };
    }

    private static int TerminalWidth()
    {
        try
        {
            return Console.WindowWidth is > 20 and var width ? width : PipeWidth;
        }
        catch (IOException)
        {
            return PipeWidth;
        }
    }
}
