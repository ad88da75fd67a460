namespace ZkReactive.Pipelines.Deploy;

/// <summary>Where an agent stands with a deploy. In JSON the names begin with a small letter: <c>checkingOut</c>.</summary>
public enum DeployAgentState
{
    /// <summary>Not known: what it wrote cannot be read.</summary>
    Unknown,

    /// <summary>It has not begun.</summary>
    Pending,

    /// <summary>It waits for its turn in the rollout.</summary>
    Waiting,

    /// <summary>It waits because the rollout is halted.</summary>
    Halted,

    /// <summary>It gets the commit from the repository.</summary>
    Fetching,

    /// <summary>It lays out the working tree.</summary>
    CheckingOut,

    /// <summary>It makes the new release the running one.</summary>
    Switching,

    /// <summary>It runs the post-deploy command and the health check.</summary>
    Checking,

    /// <summary>The commit was read back from the working tree.</summary>
    Succeeded,

    /// <summary>It failed; what ran before runs on.</summary>
    Failed,

    /// <summary>A newer manifest came in between; this one was given up.</summary>
    Superseded,
}
