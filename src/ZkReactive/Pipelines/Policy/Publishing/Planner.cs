using ZkReactive.Pipelines.Policy.Documents;

namespace ZkReactive.Pipelines.Policy.Publishing;

/// <summary>What a set becomes when policies are put into it or taken out. Pure.</summary>
internal static class Planner
{
    /// <summary>The set with these policies put in; with <paramref name="replace"/>, made of them alone.</summary>
    public static PolicyPlan Publish(PolicySnapshot snapshot, IReadOnlyCollection<PolicySource> policies, bool replace, PolicyLimits limits)
    {
        // Looked into only for kind and name: what is wrong with them is told when the whole set is compiled.
        var ignored = new Findings();
        var read = policies.Select(source => (Source: source, Document: PolicyXmlReader.Read(source, limits, ignored))).ToArray();
        var given = read.Where(entry => entry.Document is not null).ToLookup(entry => (entry.Document!.Kind, entry.Document.Name));
        var kept = snapshot.Members.Where(member => !replace && !given.Contains((member.Kind, member.Name))).ToArray();
        var plan = Compare(snapshot, kept.Select(member => member.Source).Concat(policies), limits);
        if (!plan.IsValid) return plan;

        var present = snapshot.Members.ToDictionary(member => (member.Kind, member.Name));
        var writes = new List<(PolicyKind, string, ReadOnlyMemory<byte>?)>();
        foreach (var ((kind, name), source) in read.Select(entry => ((entry.Document!.Kind, entry.Document.Name), entry.Source)))
        {
            if (!present.TryGetValue((kind, name), out var member) || !member.Data.Span.SequenceEqual(source.Xml.Span)) writes.Add((kind, name, source.Xml));
        }

        if (replace) writes.AddRange(snapshot.Members.Where(member => !given.Contains((member.Kind, member.Name))).Select(member => (member.Kind, member.Name, (ReadOnlyMemory<byte>?)null)));
        return plan with { Writes = writes };
    }

    /// <summary>The set without the policies of these names, whatever their kind.</summary>
    public static PolicyPlan Remove(PolicySnapshot snapshot, IReadOnlyCollection<string> names, PolicyLimits limits)
    {
        var gone = names.ToHashSet(StringComparer.Ordinal);
        var plan = Compare(snapshot, snapshot.Members.Where(member => !gone.Contains(member.Name)).Select(member => member.Source), limits);
        return plan with { Writes = [.. snapshot.Members.Where(member => gone.Contains(member.Name)).Select(member => (member.Kind, member.Name, (ReadOnlyMemory<byte>?)null))] };
    }

    private static PolicyPlan Compare(PolicySnapshot snapshot, IEnumerable<PolicySource> policies, PolicyLimits limits)
    {
        var before = snapshot.Compile(limits);
        var after = PolicySet.Compile(policies, limits);
        return new(snapshot, before, after, after.IsValid ? PolicyDifference.Between(before.Set ?? PolicySet.Empty, after.Set) : null, after.Findings);
    }
}
