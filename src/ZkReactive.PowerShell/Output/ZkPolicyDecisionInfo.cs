using ZkReactive.Pipelines.Policy;

namespace ZkReactive.PowerShell.Output;

/// <summary>Where an id goes, or what an agl decides for it, and why.</summary>
public sealed class ZkPolicyDecisionInfo
{
    internal ZkPolicyDecisionInfo(PolicyExplanation explanation)
    {
        Id = explanation.Id;
        Agl = explanation.Agl;
        Result = explanation.Result;
        Policy = explanation.DecidedBy?.Policy;
        Line = explanation.DecidedBy?.Line;
        When = explanation.DecidedBy?.When;
        Steps = explanation.Steps;
        OtherRoutes = explanation.OtherRoutes;
        UnusedAttributes = explanation.UnusedAttributes;
    }

    /// <summary>The id.</summary>
    public long Id { get; }

    /// <summary>The agl that decided; null for where the id goes.</summary>
    public string? Agl { get; }

    /// <summary>The next server, or the verdict; null when nothing decided.</summary>
    public string? Result { get; }

    /// <summary>The policy that decided.</summary>
    public string? Policy { get; }

    /// <summary>The line in it that decided.</summary>
    public int? Line { get; }

    /// <summary>That line's condition.</summary>
    public string? When { get; }

    /// <summary>Every line that came into question, with what came of it and why.</summary>
    public IReadOnlyList<PolicyStep> Steps { get; }

    /// <summary>How many routes do not concern the id at all.</summary>
    public int OtherRoutes { get; }

    /// <summary>Attributes that were given, but that no condition asks for.</summary>
    public IReadOnlyList<string> UnusedAttributes { get; }

    /// <summary>The result.</summary>
    public override string ToString() => Result ?? "";
}
