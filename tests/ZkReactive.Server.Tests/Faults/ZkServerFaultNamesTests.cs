namespace ZkReactive.Server.Tests.Faults;

public sealed class ZkServerFaultNamesTests : ServerTest
{
    [Fact]
    public void SwitchOn_KnowsEveryName()
    {
        foreach (var name in ZkServerFaultNames.All)
        {
            object? value = name switch
            {
                "DelayReplies" => TimeSpan.FromMilliseconds(1),
                "DropConnectionAfter" or "TruncateFrame" => "3",
                "DropConnectionBefore" or "DropConnectionBeforeReplyTo" => "create",
                _ => null,
            };
            Server.Faults.SwitchOn(name.ToUpperInvariant(), value);
        }

        Assert.True(Server.Faults.RefuseConnections);
    }

    [Theory]
    [InlineData("Gremlins", null, "There is no fault 'Gremlins'")]
    [InlineData("DelayReplies", null, "takes a duration")]
    [InlineData("TruncateFrame", "few", "takes a number of bytes, not 'few'")]
    [InlineData("TruncateFrame", -1, "takes a number of bytes, not '-1'")]
    [InlineData("DropConnectionBefore", "Dance", "takes an operation, not 'Dance'")]
    public void SwitchOn_AnythingElse_SaysWhatIsTaken(string name, object? value, string says) =>
        Assert.Contains(says, Assert.Throws<ArgumentException>(() => Server.Faults.SwitchOn(name, value)).Message, StringComparison.Ordinal);
}
