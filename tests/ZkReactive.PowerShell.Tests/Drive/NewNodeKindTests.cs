using ZkReactive.PowerShell.Drive;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Tests.Drive;

public sealed class NewNodeKindTests
{
    [Theory]
    [InlineData(null, CreateMode.Persistent)]
    [InlineData("persistent", CreateMode.Persistent)]
    [InlineData("Ephemeral", CreateMode.Ephemeral)]
    [InlineData("Sequential", CreateMode.PersistentSequential)]
    [InlineData("EphemeralSequential", CreateMode.EphemeralSequential)]
    [InlineData("Container", CreateMode.Container)]
    [InlineData("Directory", CreateMode.Persistent)]
    public void Parse_ItemType_IsACreateMode(string? itemType, CreateMode mode) => Assert.Equal(mode, NewNodeKind.Parse(itemType, null).Mode);

    [Fact]
    public void Parse_Ttl_NeedsATimeAndOthersTakeNone()
    {
        Assert.Equal(CreateMode.PersistentWithTtl, NewNodeKind.Parse("Ttl", TimeSpan.FromMinutes(1)).Mode);
        Assert.Equal(CreateMode.PersistentWithTtl, NewNodeKind.Parse("", TimeSpan.FromMinutes(1)).Mode);
        Assert.Throws<ArgumentException>(() => NewNodeKind.Parse("Ttl", null));
        Assert.Throws<ArgumentException>(() => NewNodeKind.Parse("Container", TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Parse_UnknownType_NamesThoseThereAre() =>
        Assert.Contains("EphemeralSequential", Assert.Throws<ArgumentException>(() => NewNodeKind.Parse("Symlink", null)).Message, StringComparison.Ordinal);
}
