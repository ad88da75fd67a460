using System.Text;

namespace ZkReactive.Client.Tests.Servers;

public class ZkEnsembleMembersTests
{
    [Fact]
    public void Parse_EveryWayToWriteAClientAddress_IsRead()
    {
        var members = ZkEnsembleMembers.Parse(Encoding.UTF8.GetBytes("""
            server.3=zk3:2888:3888:observer;2183
            server.1=10.0.0.1:2888:3888:participant;0.0.0.0:2181
            server.2=[2001:db8::2]:2888:3888:participant;[2001:db8::2]:2182
            server.4=a:2888:3888|b:2888:3888:participant;public.example:2184;public.example:2281
            version=10000000f
            """));

        Assert.Equal([1, 2, 3, 4], members.Members.Select(member => member.Id));
        Assert.Equal("10.0.0.1:2181,[2001:db8::2]:2182,zk3:2183,public.example:2184", members.ToConnectString());
        Assert.Equal([false, false, true, false], members.Members.Select(member => member.IsObserver));
        Assert.Equal(0x10000000f, members.Version);
    }

    [Theory]
    [InlineData("")]
    [InlineData("server.1=zk1:2888:3888:participant\nversion=0")]
    [InlineData("server.1=zk1:2888:3888:participant;2181\nserver.2=zk2:2888:3888:participant;;2281\nversion=0")]
    public void ToConnectString_AServerWithoutClientAddress_IsNull(string data) =>
        Assert.Null(ZkEnsembleMembers.Parse(Encoding.UTF8.GetBytes(data)).ToConnectString());
}
