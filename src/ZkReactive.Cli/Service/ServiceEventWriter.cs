using System.Globalization;
using ZkReactive.Pipelines.Discovery;

namespace ZkReactive.Cli;

/// <summary>Prints what a registration does, a line each.</summary>
internal sealed class ServiceEventWriter(CliHost host, string path, bool json)
{
    private readonly Lock _lock = new();

    /// <summary>Prints one event, if anybody wants to know it.</summary>
    public void Write(ServiceEvent e)
    {
        if (ServiceEventText.Describe(e) is not { } text) return;
        lock (_lock)
        {
            if (json) CliJson.Write(host.Out, ServiceEventJson.From(path, e, text), CliJson.Lines.ServiceEventJson);
            else host.Out.WriteLine($"{e.At.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)}  {Text.OneLine($"{path}  {text}")}");
            host.Out.Flush();
        }
    }
}
