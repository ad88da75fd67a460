using System.Text;
using System.Text.Json;
using ZkReactive.Pipelines.Deploy.Signing;

namespace ZkReactive.Tests.Pipelines.Deploy.Signing;

public sealed class CanonicalJsonTests
{
    /// <summary>The samples of RFC 8785, appendix B: a double's bits and how it is printed.</summary>
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(unchecked((long)0x8000000000000000), "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(unchecked((long)0x8000000000000001), "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(unchecked((long)0xffefffffffffffff), "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(unchecked((long)0xc340000000000000), "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(unchecked((long)0xbecbf647612f3696), "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Number_IsPrintedAsEcmaScriptPrintsIt(long bits, string printed) =>
        Assert.Equal(printed, EcmaScriptNumber.Format(BitConverter.Int64BitsToDouble(bits)));

    /// <summary>RFC 8785, 3.2.2 and 3.2.3: the sample document and its canonical form.</summary>
    [Fact]
    public void SampleOfTheRfc_HasTheFormThatTheRfcGives()
    {
        const string Sample = """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """;

        Assert.Equal(
            """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""",
            Canonical(Sample));
    }

    /// <summary>RFC 8785, 3.2.3: by UTF-16 code units, so that an emoji comes before a Hebrew presentation form.</summary>
    [Fact]
    public void Members_AreSortedByTheirCodeUnits() =>
        Assert.Equal(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\u007f\",\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
            Canonical("""
            {"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
             "\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control\u007f","\u00f6":"Latin Small Letter O With Diaeresis"}
            """));

    [Fact]
    public void OmittedMember_IsLeftOutWhereItStandsAndNowhereElse()
    {
        using var document = JsonDocument.Parse("""{"value":1,"signature":{"value":2,"deep":{"value":3}},"other":{"value":4}}""");

        Assert.Equal("""{"other":{"value":4},"signature":{"deep":{"value":3}},"value":1}""", Encoding.UTF8.GetString(CanonicalJson.Write(document.RootElement, "signature", "value")));
    }

    [Theory]
    [InlineData("""{"a":1,"a":1}""")]
    [InlineData("""{"a":1,"\u0061":1}""")]
    [InlineData("""[{"x":{"a":1,"b":2,"a":3}}]""")]
    [InlineData("""{"a":1e400}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    public void WhatTwoReadersCouldReadDifferently_HasNoForm(string json) => Assert.Throws<FormatException>(() => Canonical(json));

    /// <summary>Random documents, spelled at random: order, whitespace, escapes and forms of numbers do not matter.</summary>
    [Fact]
    public void Spelling_DoesNotMatter()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var value = RandomJson.Value(new Random(seed), 4);
            var expected = Canonical(RandomJson.Spell(value, new Random(-1)));
            for (var spelling = 0; spelling < 4; spelling++)
            {
                var text = RandomJson.Spell(value, new Random((seed * 10) + spelling));
                Assert.True(expected == Canonical(text), $"seed {seed}: {text} gives {Canonical(text)}, not {expected}");
            }

            Assert.Equal(expected, Canonical(expected));
        }
    }

    private static string Canonical(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Encoding.UTF8.GetString(CanonicalJson.Write(document.RootElement));
    }
}
