using ZkReactive.Nodes.Trees;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Nodes.Trees;

public sealed class TreeDocumentJsonTests
{
    [Fact]
    public void Parse_OfToJson_GivesTheSameTree()
    {
        var tree = new TreeDocument(
            "/app",
            [
                new("", default, Acl.OpenUnsafe),
                new("text", "Grüße\n"u8.ToArray(), Acl.OpenUnsafe),
                new("binary", new byte[] { 0xff, 0, 0x80 }, [new(Permissions.Read, "digest", "bob:x="), new(Permissions.All, "ip", "::1")]),
                new("text/null", new byte[] { 0 }, Acl.OpenUnsafe),
            ]);

        var read = Assert.Single(TreeDocumentJson.Parse(TreeDocumentJson.ToJson(tree)));

        Assert.Equal(tree.Path, read.Path);
        Assert.Equal(tree.Nodes.Select(Line), read.Nodes.Select(Line));

        static string Line(TreeDocumentNode node) => $"{node.Path}|{Convert.ToHexString(node.Data.Span)}|{string.Join(',', node.Acl)}";
    }

    [Fact]
    public void Parse_TwoTrees_GivesBoth()
    {
        var one = TreeDocumentJson.ToJson(new TreeDocument("/a", [new("", default, Acl.OpenUnsafe)]));
        Assert.Equal(2, TreeDocumentJson.Parse(one + "\n" + one).Count);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "/a")]
    [InlineData("a/b", "/a/b")]
    public void Under_TheRoot_HasOneSlash(string path, string expected) =>
        Assert.Equal(expected.Length == 0 ? "/" : expected, new TreeDocumentNode(path, default, Acl.OpenUnsafe).Under(ZkPath.Root).Value);
}
