using System.Reactive.Linq;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams;
using ZkReactive.TestKit.Fakes;
using ZkReactive.TestKit.Reactive;

namespace ZkReactive.Tests.Streams;

/// <summary>
/// The life of a stream in its smallest steps (arming, a change, re-arming), with a fault after each of them. Whatever
/// happens when: it starts with one <c>Initial</c>, never goes back, marks at most one <c>Resync</c>, ends on what is there,
/// and lives on.
/// </summary>
public class FaultAtEveryStepTests
{
    private const string Path = "/n";

    /// <summary>What an observer saw, in text and in the ensemble's order.</summary>
    private sealed record Seen(string Text, ChangeCause Cause, long Position);

    public static TheoryData<StreamSubject, bool, StreamFault> Cases()
    {
        var cases = new TheoryData<StreamSubject, bool, StreamFault>();
        foreach (var subject in Enum.GetValues<StreamSubject>())
        {
            foreach (var fault in Enum.GetValues<StreamFault>())
            {
                cases.Add(subject, true, fault);
                cases.Add(subject, false, fault);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Stream_FaultAfterAnyStep_KeepsItsPromises(StreamSubject subject, bool exists, StreamFault fault)
    {
        var steps = exists ? ["subscribe", "ask", "execute", "deliver", "change", "event", "ask", "execute", "deliver"]
            : new[] { "subscribe", "ask", "deliver", "ask", "execute", "deliver", "change", "event", "ask", "execute", "deliver" };
        for (var until = 1; until <= steps.Length; until++)
        {
            var run = $"{subject}, {fault} after {string.Join(", ", steps[..until])}";
            using var client = new FakeZkClient { HoldReads = true, HoldEvents = true };
            if (exists) client.Tree.Create(Path, "0");
            Recorder<Seen>? seen = null;
            foreach (var step in steps[..until])
            {
                if (step == "subscribe") seen = Observe(client, subject);
                else await DoAsync(client, subject, step);
            }

            Break(client, subject, fault);
            client.HoldReads = client.HoldEvents = false;
            foreach (var read in client.PendingReads) read.Deliver();
            client.DeliverEvents();
            await CheckAsync(client, subject, fault, seen!, run);
            seen!.Dispose();
        }
    }

    private static async Task DoAsync(FakeZkClient client, StreamSubject subject, string step)
    {
        switch (step)
        {
            case "ask":
                await client.NextReadAsync();
                break;
            case "execute":
                (await client.NextReadAsync()).Execute();
                break;
            case "deliver":
                (await client.NextReadAsync()).Deliver();
                break;
            case "event":
                client.DeliverEvents();
                break;
            default:
                Change(client.Tree, subject);
                break;
        }
    }

    private static void Break(FakeZkClient client, StreamSubject subject, StreamFault fault)
    {
        if (fault is StreamFault.Cut or StreamFault.CutAndChange or StreamFault.CutAndReplace or StreamFault.CutTwice or StreamFault.CutFailingReads)
        {
            client.Disconnect();
            if (fault == StreamFault.CutFailingReads)
                foreach (var read in client.PendingReads) read.Fail(new ConnectionLossException(outcomeUnknown: false, "Cut."));
            if (fault is StreamFault.CutAndChange or StreamFault.CutTwice) Change(client.Tree, subject);
            if (fault == StreamFault.CutAndReplace) Replace(client.Tree);
            client.Reconnect();
            if (fault != StreamFault.CutTwice) return;
            client.Disconnect();
            Change(client.Tree, subject);
            client.Reconnect();
            return;
        }

        client.Expire();
        if (fault == StreamFault.ExpireAndChange) Change(client.Tree, subject);
        if (fault == StreamFault.ExpireAndRestore)
        {
            client.Tree.Restore();
            Change(client.Tree, subject);
        }

        client.OpenSession(newHistory: fault == StreamFault.ExpireAndRestore);
    }

    private static async Task CheckAsync(FakeZkClient client, StreamSubject subject, StreamFault fault, Recorder<Seen> seen, string run)
    {
        var what = $"the present state ({run})";
        await seen.WaitAsync(_ => seen.Values is [.., var last] && last.Text == Present(client.Tree, subject), what);
        Change(client.Tree, subject);
        var all = await seen.WaitAsync(_ => seen.Values is [.., var last] && last.Text == Present(client.Tree, subject), what);

        Assert.True(all.Count(s => s.Cause == ChangeCause.Initial) == 1 && all[0].Cause == ChangeCause.Initial, $"{run}: {string.Join(", ", all)}");
        Assert.True(all.Count(s => s.Cause == ChangeCause.Resync) <= (fault == StreamFault.CutTwice ? 2 : 1), $"{run}: {string.Join(", ", all)}");
        for (var i = 1; i < all.Count && fault != StreamFault.ExpireAndRestore; i++)
            Assert.True(all[i].Position > all[i - 1].Position, $"{run}: went back or repeated: {string.Join(", ", all)}");
        Assert.Null(seen.Violation);
        Assert.True(client.WatchCount == 1, $"{run}: {client.WatchCount} watches");
    }

    private static Recorder<Seen> Observe(FakeZkClient client, StreamSubject subject) => subject == StreamSubject.Node
        ? client.ObserveNode(ZkPath.Parse(Path)).Select(c => new Seen(Words(c.Text()), c.Cause, (c.Stat?.Mzxid ?? c.Zxid).Value)).Record()
        : client.ObserveChildren(ZkPath.Parse(Path)).Select(c => new Seen(c.Exists ? string.Join(' ', c.Children) : "(absent)", c.Cause, (c.Stat?.Pzxid ?? c.Zxid).Value)).Record();

    private static string Words(string text) => text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    /// <summary>Creates what is absent, else changes it.</summary>
    private static void Change(FakeTree tree, StreamSubject subject)
    {
        if (tree.StatOf(Path) is not { } stat) tree.Create(Path, "c");
        else if (subject == StreamSubject.Node) tree.Set(Path, $"{stat.Version + 1}");
        else tree.Create($"{Path}/{stat.ChildrenVersion}");
    }

    /// <summary>Deletes and creates, so that the version starts anew; of an absent node nothing is left.</summary>
    private static void Replace(FakeTree tree)
    {
        var existed = tree.StatOf(Path) is not null;
        if (!existed) tree.Create(Path, "gone");
        foreach (var child in tree.ChildrenOf(Path)) tree.Delete($"{Path}/{child}");
        tree.Delete(Path);
        if (existed) tree.Create(Path, "replaced");
    }

    private static string Present(FakeTree tree, StreamSubject subject) => tree.StatOf(Path) is null ? "(absent)"
        : subject == StreamSubject.Node ? tree.DataOf(Path)
        : string.Join(' ', tree.ChildrenOf(Path).Order(StringComparer.Ordinal));
}
