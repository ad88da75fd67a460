using System.CommandLine;
using System.Text.Json;

namespace ZkReactive.Cli.Tests.Support;

/// <summary>Runs zkr inside the test's process, its output captured.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public IEnumerable<JsonElement> JsonLines => Lines.Select(line => JsonDocument.Parse(line).RootElement);

    public static async Task<CliRun> OfAsync(params string[] args)
    {
        using var stop = StopSignals.None();
        return await OfAsync(new CapturedHost(), stop, args);
    }

    public static async Task<CliRun> OfAsync(CapturedHost captured, StopSignals signals, params string[] args)
    {
        var exitCode = await CliApplication.RunAsync(args, captured.Host, signals);
        return new CliRun(exitCode, captured.Out.ToString().ReplaceLineEndings("\n"), captured.Error.ToString().ReplaceLineEndings("\n"));
    }

    /// <summary>Parses as zkr does, without running anything.</summary>
    public static ParseResult Parse(params string[] args)
    {
        using var stop = StopSignals.None();
        var host = new CapturedHost().Host;
        return CliApplication.Parse(CliApplication.CreateRoot(new CliContext(host, new GlobalOptions(host), stop)), args);
    }
}
