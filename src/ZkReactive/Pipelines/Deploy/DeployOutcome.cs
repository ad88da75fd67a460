namespace ZkReactive.Pipelines.Deploy;

/// <summary>How a deploy stands over the whole fleet.</summary>
public enum DeployOutcome
{
    /// <summary>There is no manifest, or nobody to deploy it.</summary>
    None,

    /// <summary>Some agents have not finished.</summary>
    InProgress,

    /// <summary>It is halted, nobody is at work any more, and some have not begun.</summary>
    Halted,

    /// <summary>Every agent runs the commit.</summary>
    Succeeded,

    /// <summary>Every agent has finished, or is gone without a result, and at least one did not succeed.</summary>
    Failed,

    /// <summary>The manifest breaks the rules; no agent will deploy it.</summary>
    Invalid,

    /// <summary>A newer manifest took its place before every agent had finished.</summary>
    Superseded,
}
