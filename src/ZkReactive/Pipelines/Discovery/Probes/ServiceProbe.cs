using System.Globalization;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>Finds out whether a service answers. Stateless as far as callers can see: asked again and again, never twice at a time.</summary>
public abstract class ServiceProbe
{
    /// <summary>Asks once. Failures of the service are results, not exceptions.</summary>
    /// <param name="cancellationToken">Fires when the time allowed is over.</param>
    public abstract ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>What is asked, as in a log.</summary>
    public abstract override string ToString();

    /// <summary>
    /// Reads a probe from text: <c>tcp://host:port</c>, <c>http://…</c> or <c>https://…</c>, <c>exec:command arguments</c> (words
    /// separated by spaces), or <c>tcp</c> alone for the service's own address and port.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The service's own address.</param>
    /// <param name="port">The service's own port.</param>
    /// <param name="expected">Which answers of <c>http</c> and <c>https</c> are right; null for a status from 200 to 299.</param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public static ServiceProbe Parse(string text, string address, int port, HttpExpectation? expected = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        const string Command = "exec:";
        if (text == "tcp") return new TcpProbe(address, port);
        if (text.StartsWith(Command, StringComparison.Ordinal))
        {
            var words = text[Command.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0) return new CommandProbe(words[0], words[1..]);
        }
        else if (Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            if (uri.Scheme is "http" or "https" && uri.Host.Length > 0) return new HttpProbe(uri, expected);
            if (uri is { Scheme: "tcp", Port: > 0 } && uri.Host.Length > 0 && uri.PathAndQuery is "/" or "") return new TcpProbe(uri.IdnHost.Trim('[', ']'), uri.Port);
        }

        throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"'{text}' is not a probe. Write tcp, tcp://{address}:{port}, http://{address}:{port}/health, https://…, or exec:COMMAND."),
            nameof(text));
    }
}
