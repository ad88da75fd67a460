using ZkReactive.PowerShell.Completers;

namespace ZkReactive.PowerShell.Tests.Completers;

public sealed class QuotingTests
{
    [Theory]
    [InlineData("/app/config", "/app/config")]
    [InlineData("/app/my node", "'/app/my node'")]
    [InlineData("/app/it's", "'/app/it''s'")]
    [InlineData("/app/$x", "'/app/$x'")]
    [InlineData("", "''")]
    public void Quote_Text_IsOneArgument(string text, string quoted) => Assert.Equal(quoted, Quoting.Quote(text));

    [Theory]
    [InlineData(null, "")]
    [InlineData("/app/c", "/app/c")]
    [InlineData("'/app/my n", "/app/my n")]
    [InlineData("'/app/it''s'", "/app/it's")]
    [InlineData("\"/app/a b\"", "/app/a b")]
    [InlineData("'", "")]
    public void Unquote_WhatWasTypedSoFar_IsTheText(string? word, string text) => Assert.Equal(text, Quoting.Unquote(word));
}
