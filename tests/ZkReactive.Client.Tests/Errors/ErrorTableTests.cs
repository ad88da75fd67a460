using ZkReactive.Client.Errors;
using ZkReactive.Protocol;

namespace ZkReactive.Client.Tests.Errors;

public class ErrorTableTests
{
    private static readonly FailedOperation Failed = new("Set", "/app/leader", new NodeVersion(7));

    public static TheoryData<ErrorCode> Codes => [.. Enum.GetValues<ErrorCode>().Where(code => code != ErrorCode.Ok)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Create_EveryCode_HasARowWithIdPathAndAdvice(ErrorCode code)
    {
        Assert.True(ErrorTable.Rows.TryGetValue(code, out var row));
        var error = ErrorTable.Create(code, new Zxid(9), Failed);
        Assert.Equal(row.ErrorId, error.ErrorId);
        Assert.Equal(("Set", (ZkPath)"/app/leader"), (error.Operation, error.Path!.Value));
        Assert.StartsWith("Set /app/leader failed: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        if (error is ZkServerException server) Assert.Equal((code, new Zxid(9)), (server.Code, server.Zxid));
    }

    [Fact]
    public void Rows_HaveNoIdTwiceAndOnlyKnownCodes()
    {
        Assert.Equal(ErrorTable.Rows.Count, ErrorTable.Rows.Values.Select(row => row.ErrorId).Distinct().Count());
        Assert.All(ErrorTable.Rows.Keys, code => Assert.True(Enum.IsDefined(code)));
        Assert.DoesNotContain(ErrorCode.Ok, ErrorTable.Rows.Keys);
    }

    [Fact]
    public void Create_UnknownCode_IsAPlainServerExceptionThatNamesTheCode()
    {
        var error = Assert.IsType<ZkServerException>(ErrorTable.Create((ErrorCode)(-999), Zxid.None, Failed));
        Assert.Equal((ErrorTable.UnknownErrorId, (ErrorCode)(-999)), (error.ErrorId, error.Code));
        Assert.Contains("-999", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_BadVersion_SaysWhatWasExpectedAndWhatToDo()
    {
        var error = Assert.IsType<BadVersionException>(ErrorTable.Create(ErrorCode.BadVersion, Zxid.None, Failed));
        Assert.Equal(new NodeVersion(7), error.Expected);
        Assert.Equal("Set /app/leader failed: version 7 expected, but the server holds another. Read the node again and retry.", error.Message);
    }
}
