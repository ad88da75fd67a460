using ZkReactive.Pipelines.Deploy;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>A deploy that was published; binds to Get-ZkDeploy by <see cref="Path"/> and <see cref="DeployId"/>.</summary>
public sealed class ZkPublishedDeployInfo
{
    internal ZkPublishedDeployInfo(PublishedDeploy published, ZkSession session)
    {
        Path = published.Path.Value;
        DeployId = published.DeployId;
        Url = published.Manifest.DisplayUrl;
        CommitId = published.Manifest.CommitId;
        RelativePath = published.Manifest.RelativePath;
        Version = published.Version.Value;
        Zxid = published.Zxid;
        Session = session;
    }

    /// <summary>The manifest node.</summary>
    public string Path { get; }

    /// <summary>The deploy.</summary>
    public string DeployId { get; }

    /// <summary>The repository, without user name and password.</summary>
    public string Url { get; }

    /// <summary>The commit.</summary>
    public string CommitId { get; }

    /// <summary>The directory below each agent's root.</summary>
    public string RelativePath { get; }

    /// <summary>The manifest node's version after it.</summary>
    public int Version { get; }

    /// <summary>The transaction that published it.</summary>
    public Zxid Zxid { get; }

    /// <summary>The session it was published in; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>The deploy's id.</summary>
    public override string ToString() => DeployId;
}
