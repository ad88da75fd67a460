using System.Text;
using ZkReactive.Protocol;
using ZkReactive.Streams.Trees.Storage;

namespace ZkReactive.Tests.Streams.Trees.Storage;

public class PackedNodeTests
{
    public static TheoryData<Stat> Stats =>
    [
        new Stat(new Zxid(0x500000001), new Zxid(0x500000001), 1_790_000_000_000, 1_790_000_000_000, 0, 0, 0, 0, 5, 0, new Zxid(0x500000001)),
        new Stat(new Zxid(7), new Zxid(1), 9, 3, int.MinValue, int.MaxValue, -1, long.MinValue, 5, 70_000, new Zxid(long.MaxValue)),
        new Stat(new Zxid(long.MinValue), new Zxid(long.MaxValue), long.MinValue, long.MaxValue, -1, -1, int.MinValue, -1, 5, -1, new Zxid(long.MinValue)),
    ];

    [Theory]
    [MemberData(nameof(Stats))]
    public void Pack_AnyStat_ComesBack(Stat stat)
    {
        foreach (var name in new[] { "", "a", "größe", new string('n', 300) })
        {
            var packed = PackedNode.Pack(name, stat, "hello"u8, PackedFlags.Unlisted);
            Assert.Equal(name, PackedNode.NameTextOf(packed));
            Assert.Equal(stat, PackedNode.StatOf(packed));
            Assert.Equal("hello", Encoding.UTF8.GetString(PackedNode.DataOf(packed).Span));
            Assert.Equal((stat.Czxid, stat.Mzxid), PackedNode.VersionOf(packed));
            Assert.Equal(PackedFlags.Unlisted, PackedNode.FlagsOf(packed));

            var keys = PackedNode.Pack(name, stat, default, PackedFlags.KeysOnly);
            Assert.Equal((stat, 0), (PackedNode.StatOf(keys), PackedNode.DataOf(keys).Length));
        }
    }

    [Fact]
    public void PackUnreadable_HasNameOnly()
    {
        var packed = PackedNode.PackUnreadable("a");
        Assert.Equal(("a", default, 0), (PackedNode.NameTextOf(packed), PackedNode.StatOf(packed), PackedNode.DataOf(packed).Length));
    }

    // What a cache of many small nodes lives by: everything but name and data, in one array.
    [Fact]
    public void Pack_SmallNode_TakesLessThan35BytesBesidesNameAndData()
    {
        var stat = new Stat(new Zxid(0x500012345), new Zxid(0x500012345), 1_790_000_000_000, 1_790_000_000_000, 0, 0, 0, 0, 100, 0, new Zxid(0x500012345));
        Assert.InRange(PackedNode.Pack("n00001", stat, new byte[100], PackedFlags.None).Length - 106, 1, 34);
    }
}
