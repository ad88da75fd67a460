namespace ZkReactive.Pipelines.Deploy;

/// <summary>The kinds of repository URL that are allowed besides https and ssh, which always are.</summary>
[Flags]
public enum DeployUrlSchemes
{
    /// <summary>https, ssh:// and scp-like (<c>user@host:path</c>) only.</summary>
    None = 0,

    /// <summary>Also http, which can be altered on the way.</summary>
    Http = 1,

    /// <summary>Also git://, which can be altered on the way.</summary>
    Git = 2,

    /// <summary>Also file:// and absolute paths of the agent's own machine.</summary>
    File = 4,

    /// <summary>All of them.</summary>
    All = Http | Git | File,
}
