using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using ZkReactive.Pipelines.Policy.Documents;
using ZkReactive.Pipelines.Policy.Language;
using ZkReactive.Pipelines.Policy.Routing;

namespace ZkReactive.Pipelines.Policy;

/// <summary>
/// All policies of a type, compiled: one routing table of its access lists, and a decision for each agl. Immutable and safe
/// from any thread; <see cref="Route"/> and <see cref="Decide"/> allocate nothing and never throw.
/// </summary>
/// <remarks>
/// <para><b>Order.</b> Policies are ordered by name, runs of digits by their number (<c>Acl2</c> before <c>Acl10</c>), and
/// routes and rules stand as they do in their document. For an id the conditional routes that cover it are tried in this
/// order, and the first whose condition holds decides. If none does, the unconditional route that covers the id decides (there
/// is at most one: overlaps are refused), else the set's otherwise. So a route with a condition is an exception to those without.</para>
/// <para><b>Missing attributes.</b> A comparison with an attribute that was not given, or not of the type needed, is unknown,
/// neither true nor false. <c>and</c>, <c>or</c> and <c>not</c> follow three-valued logic, as SQL has it, and a condition decides
/// only when it is true.</para>
/// </remarks>
public sealed class PolicySet
{
    /// <summary>The set without policies: nothing is routed.</summary>
    public static readonly PolicySet Empty = Compile([]).Set!;

    private readonly FrozenDictionary<string, Decision> _decisions;
    private readonly ConditionProgram _program;
    private readonly FrozenDictionary<string, PolicyAttributeUse> _attributes;
    private string? _fingerprint;

    internal PolicySet(
        IReadOnlyList<PolicyDocument> documents,
        RoutingTable table,
        IReadOnlyList<Decision> decisions,
        ConditionProgram program,
        IReadOnlyList<PolicyAttributeUse> attributes,
        IReadOnlyList<PolicyFinding> warnings)
    {
        Documents = documents;
        Table = table;
        Attributes = attributes;
        Warnings = warnings;
        _program = program;
        _decisions = decisions.ToFrozenDictionary(decision => decision.Document.Name, StringComparer.Ordinal);
        _attributes = attributes.ToFrozenDictionary(attribute => attribute.Name, StringComparer.Ordinal);
    }

    /// <summary>The policies: access lists first, then agls, each by name.</summary>
    public IReadOnlyList<PolicyDocument> Documents { get; }

    /// <summary>Every attribute that conditions ask for, with its type, by name.</summary>
    public IReadOnlyList<PolicyAttributeUse> Attributes { get; }

    /// <summary>What is odd about it.</summary>
    public IReadOnlyList<PolicyFinding> Warnings { get; }

    /// <summary>Sixteen hex digits that tell sets of other content apart.</summary>
    public string Fingerprint => _fingerprint ??= Hash(Documents);

    internal RoutingTable Table { get; }

    /// <summary>Compiles a set. Pure; takes no longer than the input is large.</summary>
    /// <param name="policies">All policies of a type.</param>
    /// <param name="limits">How large they may be; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of its bounds.</exception>
    public static PolicyCompilation Compile(IEnumerable<PolicySource> policies, PolicyLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(policies);
        limits ??= PolicyLimits.Default;
        limits.Validate();
        return new SetCompiler(limits).Compile([.. policies]);
    }

    /// <summary>Where a message of this id goes next; null when nothing says.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="attributes">What else is known; in any order, names in the conditions' spelling.</param>
    public string? Route(long id, params ReadOnlySpan<PolicyAttribute> attributes) => Table.Route(id, attributes);

    /// <summary>What an agl decides; null when no rule holds and it has no otherwise, or there is no such agl.</summary>
    /// <param name="agl">The agl's name.</param>
    /// <param name="id">The user's id.</param>
    /// <param name="attributes">What else is known.</param>
    public string? Decide(string agl, long id, params ReadOnlySpan<PolicyAttribute> attributes) =>
        _decisions.TryGetValue(agl, out var decision) ? decision.Decide(id, attributes) : null;

    /// <summary>Says which line routes an id, and why the others that cover it do not.</summary>
    public PolicyExplanation Explain(long id, params ReadOnlySpan<PolicyAttribute> attributes)
    {
        var (_, _, candidates, fallback) = Table.SegmentOf(id);
        var explainer = new Explainer(_program, _attributes, id, attributes);
        foreach (var candidate in candidates.Span)
        {
            var entry = Table.Entries[candidate];
            explainer.Add(entry.Policy, entry.Route.Line, entry.Route.Column, (entry.Route.From, entry.Route.To), entry.Route.When, entry.Condition, entry.Route.Next);
        }

        if (fallback is { } last)
        {
            var entry = Table.Entries[last];
            explainer.Add(entry.Policy, entry.Route.Line, entry.Route.Column, entry.IsOtherwise ? null : (entry.Route.From, entry.Route.To), null, Condition.Always, entry.Route.Next);
        }

        return explainer.Explain(null, Table.Entries.Length);
    }

    /// <summary>Says which rule of an agl decides, and why the others do not.</summary>
    /// <exception cref="PolicyException">There is no such agl.</exception>
    public PolicyExplanation ExplainDecision(string agl, long id, params ReadOnlySpan<PolicyAttribute> attributes)
    {
        if (!_decisions.TryGetValue(agl, out var decision))
            throw new PolicyException(PolicyErrorIds.Unknown, $"The set has no agl '{agl}'; it has {(_decisions.Count == 0 ? "none at all" : string.Join(", ", _decisions.Keys.Order(PolicyNameComparer.Instance)))}.");
        var explainer = new Explainer(_program, _attributes, id, attributes);
        var document = decision.Document;
        for (var rule = 0; rule < document.Rules.Count; rule++)
            explainer.Add(agl, document.Rules[rule].Line, document.Rules[rule].Column, null, document.Rules[rule].When, decision.ConditionOf(rule), document.Rules[rule].Then);
        if (document.Otherwise is { } rest) explainer.Add(agl, rest.Line, rest.Column, null, null, Condition.Always, rest.Result);
        return explainer.Explain(agl, explainer.Count);
    }

    /// <summary>A short text with numbers and fingerprint.</summary>
    public override string ToString() => $"{Documents.Count} policies, {Documents.Sum(document => document.Count)} routes and rules, {Fingerprint}";

    private static string Hash(IReadOnlyList<PolicyDocument> documents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var document in documents)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{document.Kind}/{document.Name}/{document.Source.Length}\n"));
            hash.AppendData(document.Source.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
