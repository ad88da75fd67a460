using System.Management.Automation;
using ZkReactive.PowerShell.Parameters;

namespace ZkReactive.PowerShell.Drive;

/// <summary>What <c>New-Item</c> takes besides on the drive.</summary>
internal sealed class ZkNewItemParameters : ZkItemParameters
{
    /// <summary>With -ItemType Ttl: the server removes the node when it has no children and was not changed for this long.</summary>
    [Parameter]
    [Alias("TimeToLive")]
    [DurationTransformation]
    public TimeSpan? Ttl { get; set; }
}
