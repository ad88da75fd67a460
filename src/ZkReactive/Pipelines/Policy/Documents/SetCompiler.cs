using System.Globalization;
using ZkReactive.Pipelines.Policy.Language;
using ZkReactive.Pipelines.Policy.Routing;

namespace ZkReactive.Pipelines.Policy.Documents;

/// <summary>From the XML of a set's policies to the compiled set, or to all that is wrong with them.</summary>
internal sealed class SetCompiler(PolicyLimits limits)
{
    private readonly Findings _findings = new();
    private readonly TypeTable _types = new();

    /// <summary>Conditions by wording; generated sets repeat theirs thousands of times. Null for one that was refused.</summary>
    private readonly Dictionary<string, Node?> _nodes = new(StringComparer.Ordinal);

    private readonly Dictionary<PolicyDocument, DocumentText> _texts = new(ReferenceEqualityComparer.Instance);

    public PolicyCompilation Compile(IReadOnlyCollection<PolicySource> sources)
    {
        if (sources.Count > limits.MaxPolicies)
        {
            _findings.Error("", 0, 0, PolicyErrorIds.TooLarge, $"The set has {sources.Count} policies; {limits.MaxPolicies} are allowed.");
            return new(null, _findings.InOrder());
        }

        var documents = Read(sources);
        if (documents.Sum(document => document.Count) > limits.MaxRoutes)
            _findings.Error("", 0, 0, PolicyErrorIds.TooLarge, string.Create(CultureInfo.InvariantCulture, $"The set has more than {limits.MaxRoutes} routes and rules."));
        foreach (var document in documents)
        {
            foreach (var route in document.Routes) Check(document, route.When, route.WhenPlace);
            foreach (var rule in document.Rules) Check(document, rule.When, rule.WhenPlace);
        }

        // Positions and overlaps can be told in spite of bad conditions; a table cannot be made with them.
        var acls = documents.Where(document => document.Kind == PolicyKind.Acl).ToArray();
        RoutingTableBuilder.Check([.. Entries(acls, _ => Condition.Always)], _findings);
        if (_findings.HasErrors) return new(null, _findings.InOrder());

        var conditions = new ConditionCompiler(_types);
        var entries = Entries(acls, when => when is null ? Condition.Always : conditions.Add(when, _nodes[when]!)).ToArray();
        var agls = documents.Where(document => document.Kind == PolicyKind.Agl)
            .Select(document => (Document: document, Conditions: document.Rules.Select(rule => conditions.Add(rule.When, _nodes[rule.When]!)).ToArray()))
            .ToArray();
        var program = conditions.Build();
        if (RoutingTableBuilder.Build(entries, program, limits, _findings) is not { } table) return new(null, _findings.InOrder());
        var findings = _findings.InOrder();
        return new(new PolicySet(documents, table, [.. agls.Select(agl => new Decision(agl.Document, agl.Conditions, program))], program, _types.Uses(), findings), findings);
    }

    private PolicyDocument[] Read(IReadOnlyCollection<PolicySource> sources)
    {
        var documents = sources.Select(source => PolicyXmlReader.Read(source, limits, _findings)).OfType<PolicyDocument>()
            .OrderBy(document => document.Kind).ThenBy(document => document.Name, PolicyNameComparer.Instance).ToArray();
        foreach (var twins in documents.GroupBy(document => (document.Kind, document.Name)).Where(group => group.Count() > 1))
            _findings.Error(twins.Key.Name, 0, 0, PolicyErrorIds.NameRepeated, $"{twins.Count()} policies of the set are called '{twins.Key.Name}'. Give each a name of its own.");
        return documents;
    }

    /// <summary>The routes in the order in which conditions are tried: policies by name, routes as they stand, an otherwise last.</summary>
    private static IEnumerable<RouteEntry> Entries(PolicyDocument[] acls, Func<string?, Condition> compile) =>
        acls.SelectMany(acl => acl.Routes.Select(route => new RouteEntry(acl.Name, route, compile(route.When), false)))
            .Concat(acls.Where(acl => acl.Otherwise is not null).Select(acl => new RouteEntry(
                acl.Name,
                new PolicyRoute(long.MinValue, long.MaxValue, acl.Otherwise!.Result, null, acl.Otherwise.Line, acl.Otherwise.Column),
                Condition.Always,
                true)));

    private void Check(PolicyDocument document, string? when, (int Line, int Column) place)
    {
        if (when is null || _findings.IsFull || (_nodes.TryGetValue(when, out var known) && known is not null)) return;
        try
        {
            var node = Parser.Parse(when);
            _types.Check(node, document.Name, Locate);
            _nodes[when] = node;
        }
        catch (ConditionException e)
        {
            var (line, column) = Locate(e.Offset);
            _findings.Error(document.Name, line, column, e.ErrorId, e.Message);
            _nodes[when] = null;
        }

        (int Line, int Column) Locate(int offset)
        {
            if (!_texts.TryGetValue(document, out var text)) _texts.Add(document, text = new DocumentText(document.Source));
            return text.Find(place.Line, place.Column, offset);
        }
    }
}
