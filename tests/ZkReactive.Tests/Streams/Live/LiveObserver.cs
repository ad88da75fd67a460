using System.Globalization;
using System.Reactive.Linq;
using System.Text;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams;
using ZkReactive.TestKit.Reactive;

namespace ZkReactive.Tests.Streams.Live;

/// <summary>
/// Follows a counter, which a writer keeps in a node's data or as the newest child, through a stream on a real connection,
/// and holds what streams promise.
/// </summary>
internal sealed class LiveObserver : IDisposable
{
    private readonly Recorder<Seen> _recorder;

    public LiveObserver(IZkClient client, StreamSubject subject, ZkPath path) => _recorder = subject == StreamSubject.Node
        ? client.ObserveNode(path).Select(c => new Seen(Number(Encoding.UTF8.GetString(c.Data.Span)), c.Cause, (c.Stat?.Mzxid ?? c.Zxid).Value)).Record()
        : client.ObserveChildren(path).Select(c => new Seen(c.Children.Select(Number).DefaultIfEmpty(-1).Max(), c.Cause, (c.Stat?.Pzxid ?? c.Zxid).Value)).Record();

    public IReadOnlyList<Seen> Seen => _recorder.Values;

    /// <summary>Writes the counter's next value, over whatever happens: creates the node, or changes it, or adds a child.</summary>
    public static async Task WriteAsync(IZkClient writer, StreamSubject subject, ZkPath path, int number)
    {
        var text = number.ToString("D6", CultureInfo.InvariantCulture);
        var data = Encoding.UTF8.GetBytes(subject == StreamSubject.Node ? text : "");
        if (!(await writer.ExistsAsync(path)).Exists) await PersistAsync(() => writer.CreateAsync(path, data).AsTask());
        else if (subject == StreamSubject.Node) await PersistAsync(() => writer.SetAsync(path, data, NodeVersion.Any).AsTask());
        if (subject == StreamSubject.Children) await PersistAsync(() => writer.CreateAsync(path / text).AsTask());
    }

    /// <summary>Does something that may be done twice until it is done.</summary>
    public static async Task PersistAsync(Func<Task> write)
    {
        while (true)
        {
            try
            {
                await write();
                return;
            }
            catch (NodeExistsException)
            {
                return;
            }
            catch (ZkException e) when (e.IsTransient)
            {
                // Written or not, writing it again does no harm.
            }
        }
    }

    /// <summary>Waits until the newest emission shows this value.</summary>
    public Task WaitForAsync(int number) =>
        _recorder.WaitAsync(m => m.Count > 0 && m[^1] is { HasValue: true } last && last.Value.Number == number, $"{number}");

    public Task WaitForAnythingAsync() => _recorder.WaitForAsync(1);

    /// <summary>Holds that it began with an initial state, never went back and never broke the rules of observers.</summary>
    public void AssertPromises(string run)
    {
        var all = _recorder.Values;
        var text = $"{run}: {string.Join(", ", all)}";
        Assert.True(all.Count(s => s.Cause == ChangeCause.Initial) == 1 && all[0].Cause == ChangeCause.Initial, text);
        for (var i = 1; i < all.Count; i++)
        {
            Assert.True(all[i].Position > all[i - 1].Position, $"went back or repeated: {text}");
            Assert.True(all[i].Number >= all[i - 1].Number, $"an older value: {text}");
        }

        Assert.Null(_recorder.Violation);
    }

    public void Dispose() => _recorder.Dispose();

    private static int Number(string text) => text.Length == 0 ? -1 : int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>What an observer saw: the counter (-1 for nothing), why, and where in the ensemble's order of changes.</summary>
internal sealed record Seen(int Number, ChangeCause Cause, long Position);
