using System.Reactive.Linq;
using ZkReactive.Client;
using ZkReactive.Streams;
using ZkReactive.TestKit.Fakes;
using ZkReactive.TestKit.Reactive;
using ZkReactive.TestKit.Time;

namespace ZkReactive.Tests.Streams;

/// <summary>
/// The bootstrap, the reading and the resync of a tree, request by request, with a fault and changes after each. Whatever
/// happens when: it starts with one <c>Initial</c>, its differences always add up to the whole, and it ends on what is there.
/// </summary>
public class TreeFaultAtEveryStepTests
{
    private static readonly string[] Paths = ["/t", "/t/a", "/t/a/x", "/t/b", "/t/c"];

    public static TheoryData<bool, bool, bool, StreamFault> Cases()
    {
        var cases = new TheoryData<bool, bool, bool, StreamFault>();
        foreach (var fault in Enum.GetValues<StreamFault>())
        {
            cases.Add(false, true, false, fault);
            cases.Add(false, true, true, fault);
            cases.Add(false, false, false, fault);
            cases.Add(true, true, false, fault);
            cases.Add(true, false, false, fault);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Tree_FaultAfterAnyStep_KeepsItsPromises(bool oneShot, bool exists, bool keysOnly, StreamFault fault)
    {
        // As many steps as it takes until the tree is loaded, has followed a change, and has nothing more to do.
        for (var steps = 0; ; steps++)
        {
            var run = $"{(oneShot ? "one-shot" : "recursive")}, {(exists ? "there" : "absent")}, {fault} after {steps} steps";
            using var client = new FakeZkClient(options: new ZkClientOptions { TimeProvider = new HastyTimeProvider() }) { HoldReads = true, HoldEvents = true, LacksPersistentWatches = oneShot };
            if (exists) foreach (var path in Paths) client.Tree.Create(path, "0");
            using var seen = client.ObserveTree("/t", new ObserveTreeOptions { KeysOnly = keysOnly }).Record();
            var changed = false;
            var done = 0;
            for (; done < steps; done++)
            {
                if (client.PendingReads is [var read, ..]) Step(read);
                else if (!changed && seen.Values.Count > 0) changed = Change(client.Tree, 1);
                else if (!await HasMoreAsync(client, seen, changed)) break;
            }

            if (done < steps) return;
            Break(client, fault);
            client.HoldReads = client.HoldEvents = false;
            foreach (var read in client.PendingReads) read.Deliver();
            client.DeliverEvents();
            Change(client.Tree, 2);
            await CheckAsync(client, seen, keysOnly, run);
        }
    }

    private static void Step(FakeRead read)
    {
        read.Execute();
        read.Deliver();
    }

    /// <summary>Waits for the loop's next request or emission; false when there will be none.</summary>
    private static async Task<bool> HasMoreAsync(FakeZkClient client, Recorder<TreeChange> seen, bool changed)
    {
        client.DeliverEvents();
        if (seen.Values.Count > 0 && !changed) return true;
        if (changed && seen.Values[^1].Tree.Contains("/t/n1")) return false;
        var next = client.NextReadAsync();
        var emission = changed ? seen.WaitForAsync(c => c.Tree.Contains("/t/n1")) : seen.WaitForAsync(1);
        await Task.WhenAny(next, emission);
        return true;
    }

    private static void Break(FakeZkClient client, StreamFault fault)
    {
        if (fault is StreamFault.Cut or StreamFault.CutAndChange or StreamFault.CutAndReplace or StreamFault.CutTwice or StreamFault.CutFailingReads)
        {
            client.Disconnect();
            if (fault == StreamFault.CutFailingReads)
                foreach (var read in client.PendingReads) read.Fail(new ConnectionLossException(outcomeUnknown: false, "Cut."));
            if (fault is StreamFault.CutAndChange or StreamFault.CutTwice) Change(client.Tree, 3);
            if (fault == StreamFault.CutAndReplace) Replace(client.Tree);
            client.Reconnect();
            if (fault != StreamFault.CutTwice) return;
            client.Disconnect();
            Change(client.Tree, 4);
            client.Reconnect();
            return;
        }

        client.Expire();
        if (fault == StreamFault.ExpireAndChange) Change(client.Tree, 3);
        if (fault == StreamFault.ExpireAndRestore)
        {
            client.Tree.Restore();
            Change(client.Tree, 3);
        }

        client.OpenSession(newHistory: fault == StreamFault.ExpireAndRestore);
    }

    private static async Task CheckAsync(FakeZkClient client, Recorder<TreeChange> seen, bool keysOnly, string run)
    {
        await seen.WaitAsync(_ => seen.Values is [.., var last] && last.Tree.Text() == Present(client.Tree, keysOnly), $"{Present(client.Tree, keysOnly)} ({run})");
        Change(client.Tree, 5);
        var all = await seen.WaitAsync(_ => seen.Values is [.., var last] && last.Tree.Text() == Present(client.Tree, keysOnly), $"{Present(client.Tree, keysOnly)} ({run})");
        Assert.True(all.Count(c => c.Cause == ChangeCause.Initial) == 1 && all[0].Cause == ChangeCause.Initial, run);
        var known = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var change in all)
        {
            foreach (var difference in change.Differences)
            {
                if (difference.Kind == TreeDifferenceKind.Added) Assert.True(known.Add(difference.Path), run);
                else if (difference.Kind == TreeDifferenceKind.Removed) Assert.True(known.Remove(difference.Path), run);
                else Assert.Contains(difference.Path.Value, known);
            }

            Assert.Equal(known, change.Tree.Nodes.Select(n => n.Path.Value).Order(StringComparer.Ordinal));
            Assert.Equal(known.Count, change.Tree.Count);
        }

        Assert.Null(seen.Violation);
    }

    /// <summary>Adds, changes and removes a little, whatever is there.</summary>
    private static bool Change(FakeTree tree, int number)
    {
        if (tree.StatOf("/t") is null) tree.Create("/t", "new");
        tree.Create($"/t/n{number}", $"{number}");
        tree.Create($"/t/n{number}/below");
        tree.Set("/t", $"{number}");
        if (tree.StatOf("/t/b") is not null) tree.Delete("/t/b");
        else tree.Create("/t/b", $"b{number}");
        return true;
    }

    /// <summary>Deletes the whole tree and makes another, so that versions start anew.</summary>
    private static void Replace(FakeTree tree)
    {
        DeleteAll(tree, "/t");
        tree.Create("/t", "other");
        tree.Create("/t/a", "0");
    }

    private static void DeleteAll(FakeTree tree, string path)
    {
        if (tree.StatOf(path) is null) return;
        foreach (var child in tree.ChildrenOf(path)) DeleteAll(tree, $"{path}/{child}");
        tree.Delete(path);
    }

    private static string Present(FakeTree tree, bool keysOnly) => string.Join(' ', Walk(tree, "/t", keysOnly));

    private static IEnumerable<string> Walk(FakeTree tree, string path, bool keysOnly)
    {
        if (tree.StatOf(path) is null) yield break;
        yield return $"{path}={(keysOnly ? "" : tree.DataOf(path))}";
        foreach (var child in tree.ChildrenOf(path).Order(StringComparer.Ordinal))
        {
            foreach (var line in Walk(tree, $"{path}/{child}", keysOnly)) yield return line;
        }
    }
}
