using System.Text;
using ZkReactive.Coordination.Groups;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>A member of a group, as Get-ZkGroup writes it.</summary>
public sealed class ZkGroupMemberInfo
{
    private readonly ZkGroupMember _member;

    internal ZkGroupMemberInfo(ZkGroupMember member, ZkSession session)
    {
        _member = member;
        Session = session;
    }

    /// <summary>The group.</summary>
    public string Path => _member.Node.Parent.Value;

    /// <summary>Who it is.</summary>
    public string MemberId => _member.Id;

    /// <summary>What it says of itself, as text.</summary>
    public string Status => Encoding.UTF8.GetString(_member.Status.Span);

    /// <summary>What it says of itself, as bytes.</summary>
    public byte[] Data => _member.Status.ToArray();

    /// <summary>Since when it has been a member, by the ensemble's clock.</summary>
    public DateTimeOffset Since => _member.Since;

    /// <summary>Its session of ZooKeeper.</summary>
    public SessionId SessionId => _member.Session;

    /// <summary>The node that stands for it.</summary>
    public string Node => _member.Node.Value;

    /// <summary>The session it was read in.</summary>
    public ZkSession Session { get; }

    /// <summary>Who it is.</summary>
    public override string ToString() => MemberId;
}
