using System.CommandLine;
using ZkReactive.Client;

namespace ZkReactive.Cli;

/// <summary>What a verb's code is given: its surroundings and how to connect.</summary>
internal sealed record CliContext(CliHost Host, GlobalOptions Global, StopSignals Signals)
{
    private static readonly TimeSpan PatienceBeforeNotice = TimeSpan.FromSeconds(1);

    /// <summary>Connects; after a second of waiting it says so on stderr.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="patience">The verb's own <c>--timeout</c>, if it was given.</param>
    /// <exception cref="ConnectFailedException">No server could be reached.</exception>
    public async Task<IZkClient> ConnectAsync(ParseResult parse, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        var options = Global.ClientOptions(parse, patience);
        var connecting = ZkClient.ConnectAsync(options, cancellationToken);
        try
        {
            return await connecting.WaitAsync(PatienceBeforeNotice, Host.TimeProvider, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!connecting.IsCompleted)
        {
            Notice($"still connecting to {options.ConnectString}; giving up after {Durations.Format(options.ConnectTimeout)}");
            return await connecting.ConfigureAwait(false);
        }
    }

    /// <summary>A line for the person at the terminal, on stderr so that it never gets into results.</summary>
    public void Notice(string message) => Host.Error.WriteLine($"zkr: {Text.OneLine(message)}");
}
