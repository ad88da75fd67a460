using System.Text;
using ZkReactive.Nodes.Trees;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Nodes.Trees;

public sealed class TreeComparisonTests
{
    private static readonly IReadOnlyList<Acl> Closed = [new(Permissions.Read, "world", "anyone")];

    private readonly TreeDocument _saved = new("/app", [Saved(""), Saved("a", "1"), Saved("b"), Saved("a/deep", "2"), Saved("secret", "s", Closed)]);

    [Fact]
    public void NothingThere_IsCreatedFromTheTopDown()
    {
        var plan = TreeComparison.Compare(_saved, "/copy", new Dictionary<ZkPath, PresentNode>(), TreeImportMode.Replace);

        Assert.Equal(["Create /copy", "Create /copy/a", "Create /copy/b", "Create /copy/secret", "Create /copy/a/deep"], Lines(plan));
        Assert.Same(Closed, plan.Steps[3].Acl);
    }

    [Fact]
    public void Merge_WritesWhatDiffers_WithTheVersionThatWasSeen_ListsLast()
    {
        var plan = Compare(TreeImportMode.Merge, Present("/app"), Present("/app/a", "other", version: 5), Present("/app/b"), Present("/app/a/deep", "2"), Present("/app/secret", "s", version: 2), Present("/app/mine"));

        Assert.Equal(["Update /app/a", "SetAcl /app/secret"], Lines(plan));
        Assert.Equal(5, plan.Steps[0].Version);
        Assert.Equal(9, plan.Steps[1].Version);
        Assert.Equal(3, plan.UnchangedCount);
    }

    [Fact]
    public void Replace_DeletesTheRestFromTheLeavesUp_ButNothingAboveAnEphemeralNode()
    {
        var plan = Compare(
            TreeImportMode.Replace,
            Present("/app"), Present("/app/a", "1"), Present("/app/b"), Present("/app/a/deep", "2"), Present("/app/secret", "s") with { Acl = Closed },
            Present("/app/old"), Present("/app/old/leaf"), Present("/app/live"), Present("/app/live/x"), Present("/app/live/x/e", owner: 1), Present("/app/live/y"));

        Assert.Equal(
            ["Keep /app/live/x/e", "Keep /app/live/x", "Delete /app/live/y", "Delete /app/old/leaf", "Keep /app/live", "Delete /app/old"],
            Lines(plan));
    }

    private static string[] Lines(TreeImportPlan plan) => [.. plan.Steps.Select(step => $"{step.Action} {step.Path}")];

    private static TreeDocumentNode Saved(string path, string data = "", IReadOnlyList<Acl>? acl = null) => new(path, Encoding.UTF8.GetBytes(data), acl ?? Acl.OpenUnsafe);

    private static PresentNode Present(string path, string data = "", int version = 0, long owner = 0) =>
        new(path, Encoding.UTF8.GetBytes(data), default(Stat) with { Version = version, AclVersion = 9, EphemeralOwner = owner }, Acl.OpenUnsafe);

    private TreeImportPlan Compare(TreeImportMode mode, params PresentNode[] present) =>
        TreeComparison.Compare(_saved, "/app", present.ToDictionary(node => node.Path), mode);
}
