using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Policy;

/// <summary>Where and how policies are published.</summary>
public sealed record PolicyPublisherOptions
{
    /// <summary>The node of the type of servers, such as <c>/Proxy</c>; not the root.</summary>
    public required ZkPath Type { get; init; }

    /// <summary>
    /// Where the services are registered that routes may lead to. A target is provided if it is a child of this node that
    /// is ephemeral or has children. Default: null, targets are not looked for.
    /// </summary>
    public ZkPath? ServicesPath { get; init; }

    /// <summary>How large policies may be.</summary>
    public PolicyLimits Limits { get; init; } = PolicyLimits.Default;

    /// <summary>The access control list of nodes that are created. Default: open.</summary>
    public IReadOnlyList<Acl> Acl { get; init; } = Protocol.Acl.OpenUnsafe;

    /// <summary>Where to log. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its bounds; the message names property, value and bound.</exception>
    public void Validate()
    {
        if (Type.IsRoot) throw new ArgumentException("Type is '/': the node of a type of servers cannot be the root.", nameof(Type));
        Limits.Validate();
    }
}
