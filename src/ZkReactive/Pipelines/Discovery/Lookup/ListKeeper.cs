using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ZkReactive.Pipelines.Discovery.Lookup;

/// <summary>Saves the newest list behind the cache's back, at most once a second; lists in between are left out.</summary>
internal sealed partial class ListKeeper : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ServiceListFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _saving;

    /// <summary>Holds the one list that is to be saved next; a newer one takes its place.</summary>
    private readonly Channel<ServiceListData> _next = Channel.CreateBounded<ServiceListData>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    internal ListKeeper(ServiceListFile file, TimeProvider time, ILogger logger)
    {
        _file = file;
        _time = time;
        _logger = logger;
        _saving = Task.Run(SaveAsync);
    }

    internal void Save(ServiceListData data) => _next.Writer.TryWrite(data);

    /// <summary>Saves what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _next.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _saving.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task SaveAsync()
    {
        await foreach (var data in _next.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            try
            {
                _file.Save(data);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogNotSaved(e, data.Path.Value);
            }

            await Task.Delay(Pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(5430, LogLevel.Warning, "The list of {Service} could not be saved")]
    private partial void LogNotSaved(Exception exception, string service);
}
