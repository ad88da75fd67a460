using System.Globalization;
using ZkReactive.Pipelines.Policy;

namespace ZkReactive.Tests.Pipelines.Policy.Routing;

/// <summary>
/// Random sets, and what they mean by the plainest reading of the guide: lists gone through from the front, conditions
/// evaluated as the trees they were made from. Shares no code with what it checks.
/// </summary>
internal sealed class RandomPolicies(int seed)
{
    private static readonly string[] Platforms = ["ios", "android", "web"];

    private readonly Random _random = new(seed);

    /// <summary>A condition as text, and what it comes to.</summary>
    internal sealed record Condition(string Text, Func<long, IReadOnlyDictionary<string, object>, bool?> Evaluate);

    internal sealed record Route(string Acl, long From, long To, string Next, Condition? When);

    internal sealed record Model(IReadOnlyList<string> Xml, IReadOnlyList<Route> Routes, string? Otherwise)
    {
        public string? Find(long id, IReadOnlyDictionary<string, object> attributes)
        {
            var covering = Routes.Where(route => route.From <= id && id <= route.To).ToArray();
            return covering.FirstOrDefault(route => route.When is not null && route.When.Evaluate(id, attributes) == true)?.Next
                ?? covering.FirstOrDefault(route => route.When is null)?.Next
                ?? Otherwise;
        }
    }

    /// <summary>A set of a few access lists: unconditional ranges that never overlap, conditional ones as they come.</summary>
    public Model Next(int routes)
    {
        var acls = Enumerable.Range(1, _random.Next(1, 13)).Select(number => $"Acl{number}").ToArray();
        var list = new List<Route>();
        var at = (long)_random.Next(-50, 50);
        if (_random.Next(20) == 0) at = long.MinValue;
        for (var i = 0; i < routes; i++)
        {
            var acl = acls[_random.Next(acls.Length)];
            if (_random.Next(2) == 0 && at < long.MaxValue - 1000)
            {
                var end = _random.Next(50) == 0 ? long.MaxValue : at + _random.Next(0, 20);
                list.Add(new(acl, at, end, $"U{i}", null));
                at = end == long.MaxValue ? end : end + 1 + (_random.Next(2) * _random.Next(0, 10));
            }
            else
            {
                var from = (long)_random.Next(-100, routes * 10);
                list.Add(new(acl, from, _random.Next(50) == 0 ? long.MaxValue : from + _random.Next(0, 200), $"C{i}", Boolean(3)));
            }
        }

        var otherwise = _random.Next(2) == 0 ? "rest" : null;
        var holder = acls[_random.Next(acls.Length)];
        // In the order in which policies are tried: by number, not by letter.
        var inOrder = acls.SelectMany(acl => list.Where(route => route.Acl == acl)).ToArray();
        var xml = acls.OrderBy(_ => _random.Next()).Select(acl => Policies.Acl(
            acl,
            string.Concat(inOrder.Where(route => route.Acl == acl).Select(route => Policies.Route(route.From, route.To, route.Next, route.When?.Text)))
                + (acl == holder && otherwise is not null ? "<otherwise next=\"rest\"/>" : "")));
        return new([.. xml], inOrder, otherwise);
    }

    /// <summary>Some of the attributes, sometimes with a value of the wrong type.</summary>
    public Dictionary<string, object> Attributes()
    {
        var attributes = new Dictionary<string, object>();
        if (_random.Next(4) > 0) attributes["platform"] = _random.Next(10) == 0 ? 5L : Platforms[_random.Next(3)];
        if (_random.Next(4) > 0) attributes["retries"] = _random.Next(10) == 0 ? "many" : (long)_random.Next(-2, 6);
        if (_random.Next(4) > 0) attributes["score"] = _random.Next(0, 8) / 4m;
        if (_random.Next(4) > 0) attributes["vip"] = _random.Next(2) == 0;
        return attributes;
    }

    public static PolicyAttribute[] ToAttributes(IReadOnlyDictionary<string, object> attributes) => [.. attributes.Select(entry => entry.Value switch
    {
        string text => new PolicyAttribute(entry.Key, text),
        long integer => new PolicyAttribute(entry.Key, integer),
        decimal number => new PolicyAttribute(entry.Key, number),
        bool truth => new PolicyAttribute(entry.Key, truth),
        _ => throw new InvalidOperationException(),
    })];

    private Condition Boolean(int depth)
    {
        if (depth == 0) return Leaf();
        switch (_random.Next(5))
        {
            case 0:
                var (a, b) = (Boolean(depth - 1), Boolean(depth - 1));
                return new($"({a.Text}) and ({b.Text})", (id, x) => And(a.Evaluate(id, x), b.Evaluate(id, x)));
            case 1:
                var (c, d) = (Boolean(depth - 1), Boolean(depth - 1));
                return new($"({c.Text}) or ({d.Text})", (id, x) => !And(!c.Evaluate(id, x), !d.Evaluate(id, x)));
            case 2:
                var e = Boolean(depth - 1);
                return new($"not ({e.Text})", (id, x) => !e.Evaluate(id, x));
            default:
                return Leaf();
        }
    }

    private Condition Leaf()
    {
        switch (_random.Next(7))
        {
            case 0:
                return new("vip", (_, x) => x.GetValueOrDefault("vip") as bool?);
            case 1:
                var platform = Platforms[_random.Next(3)];
                var isEqual = _random.Next(2) == 0;
                return new($"platform {(isEqual ? "=" : "!=")} '{platform}'", (_, x) => x.GetValueOrDefault("platform") is string text ? (text == platform) == isEqual : null);
            case 2:
                return new("platform in ('ios', 'web')", (_, x) => x.GetValueOrDefault("platform") is string text ? text is "ios" or "web" : null);
            case 3:
                var (modulus, rest) = (_random.Next(2, 9), _random.Next(0, 4));
                return new($"id % {modulus} in ({rest}, {rest + 1})", (id, _) => id % modulus == rest || id % modulus == rest + 1);
            case 4:
                return new("has(score)", (_, x) => x.ContainsKey("score"));
            default:
                var (left, right) = (Number(2), Number(2));
                var (symbol, holds) = _random.Next(6) switch
                {
                    0 => ("=", (Func<int, bool>)(order => order == 0)),
                    1 => ("!=", order => order != 0),
                    2 => ("<", order => order < 0),
                    3 => ("<=", order => order <= 0),
                    4 => (">", order => order > 0),
                    _ => (">=", order => order >= 0),
                };
                return new($"{left.Text} {symbol} {right.Text}", (id, x) => left.Evaluate(id, x) is { } l && right.Evaluate(id, x) is { } r ? holds(l.CompareTo(r)) : null);
        }
    }

    private (string Text, Func<long, IReadOnlyDictionary<string, object>, decimal?> Evaluate) Number(int depth)
    {
        if (depth > 0 && _random.Next(2) == 0)
        {
            var (left, right) = (Number(depth - 1), Number(depth - 1));
            var operation = _random.Next(5);
            var symbol = "+-*/%"[operation];
            return ($"({left.Text} {symbol} {right.Text})", (id, x) => Calculate(operation, left.Evaluate(id, x), right.Evaluate(id, x)));
        }

        switch (_random.Next(4))
        {
            case 0:
                return ("retries", (_, x) => x.GetValueOrDefault("retries") is long integer ? integer : null);
            case 1:
                return ("score", (_, x) => x.GetValueOrDefault("score") as decimal?);
            case 2:
                var constant = _random.Next(1, 20) / 2m;
                return (constant.ToString(CultureInfo.InvariantCulture), (_, _) => constant);
            default:
                // Far from the ends of its range, so that the plain arithmetic here cannot overflow.
                return ("(id % 1000)", (id, _) => id % 1000);
        }
    }

    private static decimal? Calculate(int operation, decimal? left, decimal? right)
    {
        if (left is not { } l || right is not { } r || (operation >= 3 && r == 0)) return null;
        return operation switch { 0 => l + r, 1 => l - r, 2 => l * r, 3 => l / r, _ => l % r };
    }

    private static bool? And(bool? left, bool? right) => left == false || right == false ? false : left is null || right is null ? null : true;
}
