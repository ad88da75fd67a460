using System.Globalization;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary>Prints what an agent does, a line each.</summary>
internal sealed class DeployEventWriter(CliHost host, string agent, bool json)
{
    private readonly Lock _lock = new();

    /// <summary>Prints one event.</summary>
    public void Write(DeployEvent e)
    {
        lock (_lock)
        {
            if (json) CliJson.Write(host.Out, DeployEventJson.From(agent, e), CliJson.Lines.DeployEventJson);
            else host.Out.WriteLine($"{e.At.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)}  {agent}  {DeployEventText.Describe(e)}");
            host.Out.Flush();
        }
    }
}
