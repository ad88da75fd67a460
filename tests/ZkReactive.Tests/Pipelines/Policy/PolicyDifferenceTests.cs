using ZkReactive.Pipelines.Policy;
using ZkReactive.Tests.Pipelines.Policy.Routing;

namespace ZkReactive.Tests.Pipelines.Policy;

/// <summary>What would be otherwise with another set.</summary>
public sealed class PolicyDifferenceTests
{
    [Fact]
    public void Moves_SayFromWhereToWhere()
    {
        var before = Policies.Set(Policies.Acl("Acl1", Policies.Route(1, 100, "a") + Policies.Route(101, 200, "b") + "<otherwise next=\"o\"/>"));
        var after = Policies.Set(
            Policies.Acl("Acl1", Policies.Route(1, 50, "a") + Policies.Route(51, 200, "b") + "<otherwise next=\"p\"/>"),
            Policies.Acl("Acl2", Policies.Route(150, 160, "c", "vip")));
        var difference = PolicyDifference.Between(before, after);
        Assert.Equal(
            ["up to 0: o → p", "51–100: a → b", "150–160: b → c when vip, else b", "from 201: o → p"],
            difference.Moves.Select(move => move.ToString()));
        Assert.Equal([("Acl1", PolicyChangeKind.Changed), ("Acl2", PolicyChangeKind.Added)], difference.Policies.Select(change => (change.Policy, change.Change)));
        Assert.True(PolicyDifference.Between(after, after).IsEmpty);
        Assert.Equal("all: nowhere → x", PolicyDifference.Between(PolicySet.Empty, Policies.Set(Policies.Acl("A", "<otherwise next=\"x\"/>"))).Moves.Single().ToString());
    }

    [Fact]
    public void Rules_AreAddedRemovedAndMoved()
    {
        var before = Policies.Set(Policies.Agl("A", Policies.Rule("a", "1") + Policies.Rule("b", "2") + Policies.Rule("c", "3") + "<otherwise then=\"x\"/>"));
        var after = Policies.Set(Policies.Agl("A", Policies.Rule("c", "3") + Policies.Rule("a", "1") + Policies.Rule("d", "4") + "<otherwise then=\"y\"/>"));
        var changes = PolicyDifference.Between(before, after).Rules;
        Assert.Equal(
            [
                (PolicyChangeKind.Changed, "1 when a"), (PolicyChangeKind.Added, "4 when d"), (PolicyChangeKind.Added, "y otherwise"),
                (PolicyChangeKind.Removed, "2 when b"), (PolicyChangeKind.Removed, "x otherwise"),
            ],
            changes.Select(change => (change.Change, change.Rule)));
    }

    [Fact]
    public void ASetThatOnlyLooksOtherwise_MovesNothing()
    {
        var difference = PolicyDifference.Between(
            Policies.Set(Policies.Acl("Acl1", Policies.Route(1, 10, "a"))),
            Policies.Set(Policies.Acl("Acl1", "<!-- split -->" + Policies.Route(1, 5, "a") + Policies.Route(6, 10, "a"))));
        Assert.Empty(difference.Moves);
        Assert.Single(difference.Policies);
    }

    [Fact]
    public void RandomSets_MoveExactlyTheIdsThatAreTreatedOtherwise()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new RandomPolicies(seed);
            var (one, other) = (random.Next(seed % 40), random.Next(seed % 40));
            var moves = PolicyDifference.Between(Policies.Set([.. one.Xml]), Policies.Set([.. other.Xml])).Moves;
            Assert.Equal(moves.OrderBy(move => move.From), moves);
            foreach (var id in one.Routes.Concat(other.Routes).SelectMany(route => new[] { route.From, route.To }).Concat([long.MinValue, long.MaxValue]).Distinct())
            {
                var move = moves.SingleOrDefault(candidate => candidate.From <= id && id <= candidate.To);
                Assert.True((Words(one, id) != Words(other, id)) == (move is not null), $"seed {seed}, id {id}");
                if (move is not null) Assert.Equal((Words(one, id), Words(other, id)), (move.Before, move.After));
            }
        }

        static string Words(RandomPolicies.Model model, long id)
        {
            var covering = model.Routes.Where(route => route.From <= id && id <= route.To).ToArray();
            var conditional = covering.Where(route => route.When is not null).Select(route => $"{route.Next} when {route.When!.Text}").ToArray();
            var rest = covering.FirstOrDefault(route => route.When is null)?.Next ?? model.Otherwise ?? "nowhere";
            return conditional.Length == 0 ? rest : $"{string.Join(", ", conditional)}, else {rest}";
        }
    }

    [Theory]
    [InlineData("Acl2", "Acl10", -1)]
    [InlineData("Acl10", "Acl9", 1)]
    [InlineData("Acl1", "Acl1", 0)]
    [InlineData("Acl01", "Acl1", -1)]
    [InlineData("Acl", "Acl1", -1)]
    [InlineData("a2b10", "a2b9", 1)]
    [InlineData("A99999999999999999999999", "A100000000000000000000000", -1)]
    public void Names_AreOrderedByTheirNumbers(string x, string y, int order)
    {
        Assert.Equal(order, Math.Sign(PolicyNameComparer.Instance.Compare(x, y)));
        Assert.Equal(-order, Math.Sign(PolicyNameComparer.Instance.Compare(y, x)));
    }
}
