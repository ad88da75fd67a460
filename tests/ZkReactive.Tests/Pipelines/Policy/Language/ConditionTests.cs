using ZkReactive.Pipelines.Policy;

namespace ZkReactive.Tests.Pipelines.Policy.Language;

/// <summary>The condition language: what conditions mean, and what is said of those that mean nothing.</summary>
public sealed class ConditionTests
{
    private static readonly PolicyAttribute[] Given =
    [
        new("platform", "ios"), new("region", "eu"), new("home", "eu"), new("quoted", "it's \"so\""),
        new("retries", 2), new("score", 0.75m), new("zero", 0), new("big", long.MaxValue), new("small", long.MinValue),
        new("vip", true), new("banned", false),
    ];

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("vip", true)]
    [InlineData("not vip", false)]
    [InlineData("not not vip", true)]
    [InlineData("banned = false", true)]
    [InlineData("vip and banned != vip", true)]
    [InlineData("platform = 'ios'", true)]
    [InlineData("'ios' = platform", true)]
    [InlineData("platform = \"ios\"", true)]
    [InlineData("platform = 'IOS'", false)]
    [InlineData("platform != 'android'", true)]
    [InlineData("quoted = 'it''s \"so\"'", true)]
    [InlineData("region = home", true)]
    [InlineData("region != home", false)]
    [InlineData("'a' = 'a'", true)]
    [InlineData("platform in ('android', 'ios')", true)]
    [InlineData("platform not in ('android', 'ios')", false)]
    [InlineData("'x' in ('x')", true)]
    [InlineData("id = 42", true)]
    [InlineData("id % 100 in (7, 42)", true)]
    [InlineData("id % 100 not in (7, 8)", true)]
    [InlineData("id in (-1, 42)", true)]
    [InlineData("id in (41.5, 42)", true)]
    [InlineData("score in (0.75)", true)]
    [InlineData("retries < 3", true)]
    [InlineData("retries <= 2", true)]
    [InlineData("retries > 2", false)]
    [InlineData("retries >= 2", true)]
    [InlineData("retries = 2.0", true)]
    [InlineData("score = 0.750", true)]
    [InlineData("score < 1", true)]
    [InlineData("score + 0.25 = 1", true)]
    [InlineData("0.1 + 0.2 = 0.3", true)]
    [InlineData("7 / 2 = 3.5", true)]
    [InlineData("8 / 2 = 4", true)]
    [InlineData("1 + 2 * 3 = 7", true)]
    [InlineData("(1 + 2) * 3 = 9", true)]
    [InlineData("10 - 3 - 2 = 5", true)]
    [InlineData("-7 % 3 = -1", true)]
    [InlineData("5.5 % 2 = 1.5", true)]
    [InlineData("- retries = -2", true)]
    [InlineData("small % -1 = 0", true)]
    [InlineData("vip or false and false", true)]
    [InlineData("(vip or false) and false", false)]
    [InlineData("not banned and vip", true)]
    [InlineData("has(platform)", true)]
    [InlineData("has(missing)", false)]
    [InlineData("  vip\tand\n vip ", true)]
    // Unknown: what hangs on an attribute that is not there decides nothing, and nor does its negation.
    [InlineData("gone", null)]
    [InlineData("not gone", null)]
    [InlineData("gone = 'x'", null)]
    [InlineData("gone != 'x'", null)]
    [InlineData("gone in ('x')", null)]
    [InlineData("gone not in (1, 2)", null)]
    [InlineData("gone + 1 > 0", null)]
    [InlineData("gone or vip", true)]
    [InlineData("vip or gone", true)]
    [InlineData("gone and banned", false)]
    [InlineData("banned and gone", false)]
    [InlineData("gone or banned", null)]
    [InlineData("vip and gone", null)]
    [InlineData("has(gone) and gone > 1", false)]
    [InlineData("not has(gone) or gone > 1", true)]
    // Arithmetic that has no result.
    [InlineData("id / zero = 1", null)]
    [InlineData("id % zero = 1", null)]
    [InlineData("big + 1 > 0", null)]
    [InlineData("small - 1 < 0", null)]
    [InlineData("big * big > 0", null)]
    [InlineData("-small > 0", null)]
    [InlineData("79228162514264337593543950335 + score > 0", null)]
    [InlineData("79228162514264337593543950335 * retries > 0", null)]
    [InlineData("79228162514264337593543950335 % 0.0000001 = 0", null)]
    public void Condition_ComesTo(string when, bool? expected)
    {
        Assert.Equal(expected is true, Holds(when));
        // Its negation holds exactly when it is false: this tells false and unknown apart.
        Assert.Equal(expected is false, Holds($"not ({when})"));

        static bool Holds(string when) => Policies.Set(Policies.Agl("A", Policies.Rule(when, "yes"))).Decide("A", 42, Given) == "yes";
    }

    [Theory]
    [InlineData("", 1, PolicyErrorIds.WhenSyntax, "empty")]
    [InlineData("vip and", 8, PolicyErrorIds.WhenSyntax, "Expected a value, found the end")]
    [InlineData("vip vip", 5, PolicyErrorIds.WhenSyntax, "found 'vip'")]
    [InlineData("id == 1", 4, PolicyErrorIds.WhenSyntax, "written '='")]
    [InlineData("id <> 1", 4, PolicyErrorIds.WhenSyntax, "write '!='")]
    [InlineData("!vip", 1, PolicyErrorIds.WhenSyntax, "write 'not'")]
    [InlineData("a && b", 3, PolicyErrorIds.WhenSyntax, "write 'and'")]
    [InlineData("a | b", 3, PolicyErrorIds.WhenSyntax, "write 'or'")]
    [InlineData("vip AND vip", 5, PolicyErrorIds.WhenSyntax, "written 'and'")]
    [InlineData("1 < id < 3", 8, PolicyErrorIds.WhenSyntax, "chained")]
    [InlineData("platform = 'ios", 12, PolicyErrorIds.WhenSyntax, "closing")]
    [InlineData("id = 12a", 6, PolicyErrorIds.WhenSyntax, "begins as a number")]
    [InlineData("id = 1.2.3", 6, PolicyErrorIds.WhenSyntax, "begins as a number")]
    [InlineData("id in 1", 7, PolicyErrorIds.WhenSyntax, "Expected '('")]
    [InlineData("id in ()", 8, PolicyErrorIds.WhenSyntax, "a number or a text")]
    [InlineData("id in (a)", 8, PolicyErrorIds.WhenSyntax, "a number or a text")]
    [InlineData("(vip", 5, PolicyErrorIds.WhenSyntax, "Expected ')'")]
    [InlineData("vip # no", 5, PolicyErrorIds.WhenSyntax, "'#'")]
    [InlineData("has(id)", 5, PolicyErrorIds.WhenSyntax, "name of an attribute")]
    [InlineData("id = 99999999999999999999999999999999", 6, PolicyErrorIds.WhenSyntax, "too large")]
    [InlineData("id", 1, PolicyErrorIds.WhenType, "'id' is a number")]
    [InlineData("1 and vip", 1, PolicyErrorIds.WhenType, "'and' needs a truth value")]
    [InlineData("vip and platform = 1 and platform = 'ios'", 35, PolicyErrorIds.WhenType, "'platform' is a number by its use in A(1,")]
    [InlineData("vip + 1 = 2 or vip", 16, PolicyErrorIds.WhenType, "'vip' is a number")]
    [InlineData("'a' < 'b'", 1, PolicyErrorIds.WhenType, "'<' needs a number")]
    [InlineData("id in ('a')", 1, PolicyErrorIds.WhenType, "list of texts")]
    [InlineData("id in (1, 'a')", 11, PolicyErrorIds.WhenType, "not both")]
    [InlineData("id % 0 = 1", 6, PolicyErrorIds.WhenType, "divided by 0")]
    [InlineData("id = vip and vip", 14, PolicyErrorIds.WhenType, "'vip' is a number")]
    [InlineData("a = b and b = 'x' and a = 1", 25, PolicyErrorIds.WhenType, "cannot be compared")]
    public void Condition_ThatMeansNothing_IsRefusedWithItsPlace(string when, int column, string errorId, string words)
    {
        var opening = Policies.Agl("A", "<rule then=\"x\" when=\"");
        var prefix = opening[..opening.IndexOf("</agl>", StringComparison.Ordinal)];
        var compilation = Policies.Compile($"{prefix}{when.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)}\"/></agl>");
        Assert.False(compilation.IsValid);
        var finding = compilation.Findings[0];
        Assert.Equal(errorId, finding.ErrorId);
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
        // References before the place are longer in the file than in the condition.
        var shift = when.Take(Math.Max(0, Math.Min(when.Length, column - 1))).Sum(c => c switch { '&' => 4, '<' => 3, _ => 0 });
        if (when.Length > 0) Assert.Equal((1, prefix.Length + column + shift), (finding.Line, finding.Column));
    }

    [Fact]
    public void Attributes_HaveTheTypeOfTheirUse_AcrossTheSet()
    {
        var set = Policies.Set(
            Policies.Acl("Acl1", Policies.Route(1, 2, "a", "same = other and n > 1")),
            Policies.Agl("Agl1", Policies.Rule("flag and kind in ('x')", "y")));
        Assert.Equal(
            [("flag", PolicyValueType.Boolean), ("kind", PolicyValueType.String), ("n", PolicyValueType.Number), ("other", PolicyValueType.String), ("same", PolicyValueType.String)],
            set.Attributes.Select(use => (use.Name, use.Type)));

        var contradiction = Policies.Compile(
            Policies.Acl("Acl1", Policies.Route(1, 2, "a", "flag = 1")),
            Policies.Agl("Agl1", Policies.Rule("flag", "y")));
        var finding = Assert.Single(contradiction.Errors);
        Assert.Equal(("Agl1", PolicyErrorIds.WhenType), (finding.Policy, finding.ErrorId));
        Assert.Contains("Acl1(1,", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Attribute_OfAnotherType_IsAsGoodAsMissing()
    {
        var set = Policies.Set(Policies.Agl("A", Policies.Rule("not (n = 1)", "other") + Policies.Rule("n = 1", "one")));
        Assert.Equal("one", set.Decide("A", 0, new PolicyAttribute("n", 1)));
        Assert.Equal("one", set.Decide("A", 0, new PolicyAttribute("n", 1.0m)));
        Assert.Equal("other", set.Decide("A", 0, new PolicyAttribute("n", 2)));
        Assert.Null(set.Decide("A", 0, new PolicyAttribute("n", "1")));
        Assert.Null(set.Decide("A", 0, new PolicyAttribute("n", true)));
    }

    [Fact]
    public void Nesting_IsBounded()
    {
        Assert.Equal("y", Policies.Set(Policies.Agl("A", Policies.Rule(new string('(', 60) + "true" + new string(')', 60), "y"))).Decide("A", 1));
        foreach (var when in new[] { new string('(', 1000) + "true" + new string(')', 1000), string.Concat(Enumerable.Repeat("not ", 1000)) + "true", new string('-', 1000) + "1 = 1" })
        {
            var finding = Assert.Single(Policies.Compile(Policies.Agl("A", Policies.Rule(when, "y"))).Errors);
            Assert.Equal(PolicyErrorIds.WhenSyntax, finding.ErrorId);
            Assert.Contains("nested", finding.Message, StringComparison.Ordinal);
        }

        var chain = Assert.Single(Policies.Compile(Policies.Agl("A", Policies.Rule(string.Join(" or ", Enumerable.Repeat("a", 600)), "y"))).Errors);
        Assert.Contains("follow each other", chain.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("n", "12", PolicyValueType.Number, "n = 12")]
    [InlineData("n", "-0.50", PolicyValueType.Number, "n = -0.50")]
    [InlineData("n", "1e3", PolicyValueType.Number, null)]
    [InlineData("b", "true", PolicyValueType.Boolean, "b = true")]
    [InlineData("b", "yes", PolicyValueType.Boolean, null)]
    [InlineData("s", "it's", PolicyValueType.String, "s = 'it''s'")]
    public void Attribute_FromText(string name, string text, PolicyValueType type, string? expected)
    {
        Assert.Equal(expected is not null, PolicyAttribute.TryParse(name, text, type, out var attribute));
        if (expected is not null) Assert.Equal(expected, attribute.ToString());
    }
}
