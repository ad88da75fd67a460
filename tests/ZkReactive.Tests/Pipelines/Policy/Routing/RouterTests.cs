using ZkReactive.Pipelines.Policy;
using ZkReactive.TestKit.Memory;

namespace ZkReactive.Tests.Pipelines.Policy.Routing;

/// <summary>Routing: the examples of the guide, random sets against the plainest reading, and what it must not cost.</summary>
public sealed class RouterTests
{
    [Theory]
    [InlineData(0, "BL3")]
    [InlineData(1, "BL1")]
    [InlineData(50_000, "BL1")]
    [InlineData(50_001, "BL2")]
    [InlineData(99_999, "BL2")]
    [InlineData(100_000, "BL3")]
    [InlineData(long.MinValue, "BL3")]
    [InlineData(long.MaxValue, "BL3")]
    public void Example_Routes(long id, string expected) =>
        Assert.Equal(expected, Policies.Set(Policies.Acl1).Route(id, new PolicyAttribute("platform", "ios"), new PolicyAttribute("retries", 2)));

    [Fact]
    public void Example_WithoutWhatItAsksFor_GoesOtherwise()
    {
        var set = Policies.Set(Policies.Acl1, Policies.Agl1);
        Assert.Equal("BL3", set.Route(60_000));
        Assert.Equal("BL3", set.Route(60_000, new PolicyAttribute("platform", "ios")));
        Assert.Equal("deliver-now", set.Decide("Agl1", 107));
        Assert.Equal("queue", set.Decide("Agl1", 100));
        Assert.Equal("deliver-now", set.Decide("Agl1", 100, new PolicyAttribute("vip", true)));
        Assert.Null(set.Decide("Agl2", 100));
    }

    [Fact]
    public void ConditionalRoutes_AreExceptions_InOrderOfPoliciesByNumber()
    {
        var set = Policies.Set(
            Policies.Acl("Acl10", Policies.Route(1, 10, "ten", "a")),
            Policies.Acl("Acl2", Policies.Route(1, 10, "two", "a") + Policies.Route(1, 10, "second", "a or b")),
            Policies.Acl("Acl1", Policies.Route(1, 10, "plain")));
        Assert.Equal(["Acl1", "Acl2", "Acl10"], set.Documents.Select(document => document.Name));
        Assert.Equal("two", set.Route(5, new PolicyAttribute("a", true)));
        Assert.Equal("second", set.Route(5, new PolicyAttribute("b", true)));
        Assert.Equal("plain", set.Route(5));
        Assert.Null(set.Route(11));
    }

    [Fact]
    public void NoPolicies_RouteNothing()
    {
        Assert.Null(PolicySet.Empty.Route(1));
        Assert.Empty(PolicySet.Empty.Documents);
        Assert.Empty(PolicySet.Empty.Explain(1).Steps);
    }

    [Fact]
    public void WholeRange_IsOneStretch()
    {
        var set = Policies.Set(Policies.Acl("A", Policies.Route(long.MinValue, long.MaxValue, "all")));
        Assert.Equal(("all", "all", "all"), (set.Route(long.MinValue), set.Route(0), set.Route(long.MaxValue)));
        Assert.Empty(set.Warnings);
    }

    [Theory]
    [InlineData(1, 10, 10, 20)]
    [InlineData(1, 10, 3, 4)]
    [InlineData(5, 5, 5, 5)]
    [InlineData(0, long.MaxValue, 7, 7)]
    public void UnconditionalRangesThatOverlap_AreRefused(long a, long b, long c, long d)
    {
        var compilation = Policies.Compile(Policies.Acl("Acl1", Policies.Route(a, b, "x")), Policies.Acl("Acl2", Policies.Route(c, d, "y")));
        var finding = Assert.Single(compilation.Errors);
        Assert.Equal((PolicyErrorIds.RangeOverlap, true), (finding.ErrorId, finding.Line > 0));
        Assert.Contains(finding.Policy == "Acl1" ? "Acl2(" : "Acl1(", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SecondOtherwiseOfASet_IsRefused() =>
        Assert.Equal(PolicyErrorIds.OtherwiseRepeated, Assert.Single(Policies.Compile(Policies.Acl("A", "<otherwise next=\"x\"/>"), Policies.Acl("B", "<otherwise next=\"y\"/>")).Errors).ErrorId);

    [Fact]
    public void Gaps_AreWarnedOf_UnlessThereIsAnOtherwise()
    {
        var routes = Policies.Route(1, 10, "x") + Policies.Route(21, 30, "y") + Policies.Route(5, 25, "z", "vip");
        var warnings = Policies.Set(Policies.Acl("A", routes)).Warnings;
        Assert.Equal([PolicyErrorIds.Gap, PolicyErrorIds.Gap], warnings.Select(warning => warning.ErrorId));
        Assert.Contains("11–20", warnings[0].Message, StringComparison.Ordinal);
        Assert.Contains("outside 1–30", warnings[1].Message, StringComparison.Ordinal);
        Assert.Empty(Policies.Set(Policies.Acl("A", routes + "<otherwise next=\"o\"/>")).Warnings);
        Assert.Single(Policies.Set(Policies.Acl("A", Policies.Route(1, 2, "x", "vip"))).Warnings);
    }

    [Fact]
    public void RandomSets_RouteAsThePlainestReadingSays()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new RandomPolicies(seed);
            var model = random.Next(seed % 60);
            var set = Policies.Set([.. model.Xml]);
            var ids = model.Routes.SelectMany(route => new[] { route.From, route.To, route.From == long.MinValue ? route.From : route.From - 1, route.To == long.MaxValue ? route.To : route.To + 1 })
                .Concat([long.MinValue, long.MaxValue, 0]).Distinct();
            foreach (var id in ids)
            {
                var attributes = random.Attributes();
                var given = RandomPolicies.ToAttributes(attributes);
                var expected = model.Find(id, attributes);
                var found = set.Route(id, given);
                Assert.True(expected == found, $"seed {seed}, id {id}, {string.Join(", ", given)}: expected {expected ?? "nowhere"}, found {found ?? "nowhere"}\n{string.Join("\n", model.Xml)}");
                var explained = set.Explain(id, given);
                Assert.Equal(found, explained.Result);
                Assert.Equal(found is null ? 0 : 1, explained.Steps.Count(step => step.Outcome == PolicyStepOutcome.Decided));
            }
        }
    }

    [Fact]
    public void LargeSets_RouteEveryIdToItsRange()
    {
        // Evenly spread, and crowded at one end of a huge span, where the index helps least.
        foreach (var place in new Func<int, long>[] { i => i * 1000L, i => i < 9_999 ? i * 2L : long.MaxValue - 10 })
        {
            var routes = Enumerable.Range(0, 10_000).Select(i => Policies.Route(place(i), place(i) + 1, $"s{i}"));
            var set = Policies.Set(Policies.Acl("Acl1", string.Concat(routes)));
            for (var i = 0; i < 10_000; i++)
            {
                if (set.Route(place(i)) != $"s{i}" || set.Route(place(i) + 1) != $"s{i}") Assert.Fail($"route {i}");
            }

            Assert.Null(set.Route(place(0) - 1));
            Assert.Null(set.Route(place(9_999) + 2));
        }
    }

    [Fact]
    public void RouteAndDecide_AllocateNothing()
    {
        var set = Policies.Set(Policies.Acl1, Policies.Agl1, Policies.Acl("Acl2", Policies.Route(1, 99_999, "no", "(score * 2 + 0.5) / 3 > 100 or platform in ('a', 'b') or not has(vip)")));
        Assert.Equal(0, Allocation.Least(Run));

        void Run()
        {
            for (var id = 49_900; id < 50_100; id++)
            {
                PolicyAttribute platform = new("platform", "ios"), retries = new("retries", 2), score = new("score", 0.25m), vip = new("vip", false);
                set.Route(id, platform, retries, score, vip);
                set.Decide("Agl1", id, vip);
            }
        }
    }

    [Fact]
    public void Explain_NamesTheLineThatDecided_AndWhyOthersDidNot()
    {
        var set = Policies.Set(Policies.Acl1, Policies.Agl1);
        var explained = set.Explain(60_000, new PolicyAttribute("platform", "ios"), new PolicyAttribute("retries", "2"), new PolicyAttribute("colour", "red"));
        Assert.Equal(("BL3", "Acl1", 4), (explained.Result, explained.DecidedBy!.Policy, explained.DecidedBy.Line));
        Assert.Equal([PolicyStepOutcome.Unknown, PolicyStepOutcome.Decided], explained.Steps.Select(step => step.Outcome));
        Assert.Contains("retries was given as a text, and a number is needed", explained.Steps[0].Why, StringComparison.Ordinal);
        Assert.Equal(1, explained.OtherRoutes);
        Assert.Equal(["colour"], explained.UnusedAttributes);
        Assert.Contains("platform was not given, retries was not given", set.Explain(60_000).Steps[0].Why, StringComparison.Ordinal);
        Assert.Equal(PolicyStepOutcome.NotMet, set.Explain(60_000, new PolicyAttribute("platform", "web")).Steps[0].Outcome);

        var decision = set.ExplainDecision("Agl1", 7);
        Assert.Equal(("deliver-now", 2), (decision.Result, decision.DecidedBy!.Line));
        Assert.Equal([PolicyStepOutcome.Decided, PolicyStepOutcome.NotReached], decision.Steps.Select(step => step.Outcome));
        Assert.Equal(PolicyErrorIds.Unknown, Assert.Throws<PolicyException>(() => set.ExplainDecision("Agl2", 1)).ErrorId);
    }
}
