namespace ZkReactive.Pipelines.Deploy;

/// <summary>How an agent lays out what it deploys. In JSON: <c>release</c> or <c>inPlace</c>.</summary>
public enum DeployMode
{
    /// <summary>Each commit gets a directory of its own beside the target, and the target is switched to it atomically.</summary>
    Release,

    /// <summary>One working tree, brought to the wanted commit where it stands.</summary>
    InPlace,
}
