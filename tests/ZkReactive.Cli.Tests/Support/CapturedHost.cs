namespace ZkReactive.Cli.Tests.Support;

/// <summary>Surroundings of a run whose output goes to memory.</summary>
internal sealed record CapturedHost
{
    private readonly Dictionary<string, string> _environment = [];

    public CapturedHost()
    {
        Out = new SignallingWriter();
        Host = new CliHost
        {
            Out = Out,
            Error = Error,
            RawOut = Raw,
            Environment = name => _environment.GetValueOrDefault(name),
            CurrentDirectory = Environment.CurrentDirectory,
        };
    }

    public CliHost Host { get; init; }

    public SignallingWriter Out { get; }

    public SignallingWriter Error { get; } = new();

    public MemoryStream Raw { get; } = new();

    public CapturedHost With(string variable, string value)
    {
        _environment[variable] = value;
        return this;
    }
}
