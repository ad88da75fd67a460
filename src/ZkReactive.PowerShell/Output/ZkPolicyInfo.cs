using System.Text;
using ZkReactive.Pipelines.Policy;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>A policy as it stands in ZooKeeper; binds to Remove-ZkPolicy by <see cref="Type"/> and <see cref="Name"/>, and to the node cmdlets by <see cref="Path"/>.</summary>
public sealed class ZkPolicyInfo
{
    private readonly ReadOnlyMemory<byte> _data;

    internal ZkPolicyInfo(PolicyMember member, ZkPath type, PolicyCompilation compilation, ZkSession session)
    {
        var document = compilation.Set?.Documents.FirstOrDefault(candidate => candidate.Kind == member.Kind && candidate.Name == member.Name);
        _data = member.Data;
        Type = type.Value;
        Name = member.Name;
        Kind = member.Kind;
        Path = member.Path.Value;
        IsSetValid = compilation.IsValid;
        Findings = (compilation.Findings.Where(finding => finding.Policy == member.Name || finding.Policy.Length == 0).Select(finding => finding.ToString())).ToArray();
        Count = document?.Count;
        Targets = document?.Targets ?? [];
        Version = member.Stat.Version;
        Modified = member.Stat.Modified;
        Zxid = member.Stat.Mzxid;
        Session = session;
    }

    /// <summary>The type's node.</summary>
    public string Type { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Acl or Agl.</summary>
    public PolicyKind Kind { get; }

    /// <summary>Its node.</summary>
    public string Path { get; }

    /// <summary>Whether the set that it is part of is free of errors: else agents go on with the one before.</summary>
    public bool IsSetValid { get; }

    /// <summary>What was found in it, and in the set as a whole.</summary>
    public IReadOnlyList<string> Findings { get; }

    /// <summary>How many routes or rules it has; null while the set has errors.</summary>
    public int? Count { get; }

    /// <summary>Where its routes lead.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>The node's version.</summary>
    public int Version { get; }

    /// <summary>When it was last written, by the server's clock.</summary>
    public DateTimeOffset Modified { get; }

    /// <summary>The transaction that wrote it.</summary>
    public Zxid Zxid { get; }

    /// <summary>Its XML.</summary>
    public string Xml => Encoding.UTF8.GetString(_data.Span);

    /// <summary>The session it was read in; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
