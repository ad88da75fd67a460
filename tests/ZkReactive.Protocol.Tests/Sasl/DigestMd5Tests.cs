using System.Text;
using ZkReactive.Protocol.Sasl;

namespace ZkReactive.Protocol.Tests.Sasl;

public class DigestMd5Tests
{
    // The example of RFC 2831, section 4.
    private static readonly DigestMd5Values Example =
        new("chris", "elwood.innosoft.com", "OA6MG9tEQGm2hh", "OA6MHXh6VqTrRk", "imap/elwood.innosoft.com");

    [Fact]
    public void Prove_TheExampleOfTheRfc_ComesOutAsThere()
    {
        Assert.Equal("d388dad90d4bbd760a152321f2143af7", DigestMd5.Prove(Example, "secret", ofServer: false));
        Assert.Equal("ea40f60335c427b5527b84dbabcdfffd", DigestMd5.Prove(Example, "secret", ofServer: true));
    }

    [Theory]
    [InlineData("realm=\"a\\\"b, c\",nonce=\"x=\" , charset=utf-8", "a\"b, c", "x=", "utf-8")]
    [InlineData(",,realm=\"\" ,NONCE=plain,charset=,", "", "plain", "")]
    public void TryParse_QuotesEscapesAndBlanks_AreRead(string token, string realm, string nonce, string charset)
    {
        Assert.True(DigestMd5Text.TryParse(Encoding.UTF8.GetBytes(token), out var directives));
        Assert.Equal((realm, nonce, charset), (directives["realm"], directives["nonce"], directives["charset"]));
    }

    [Theory]
    [InlineData("realm")]
    [InlineData("=a")]
    [InlineData("realm=\"a")]
    [InlineData("realm=\"a\\")]
    [InlineData("realm=\"a\"b")]
    public void TryParse_AnotherForm_IsRefused(string token) => Assert.False(DigestMd5Text.TryParse(Encoding.UTF8.GetBytes(token), out _));

    [Fact]
    public void Quote_WhatItMade_IsReadBack()
    {
        const string Odd = "a\"\\b, =c";
        Assert.True(DigestMd5Text.TryParse(Encoding.UTF8.GetBytes("username=" + DigestMd5Text.Quote(Odd) + ",nc=1"), out var directives));
        Assert.Equal((Odd, "1"), (directives["username"], directives["nc"]));
    }
}
