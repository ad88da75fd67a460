using System.Text;

namespace ZkReactive.Pipelines.Policy;

/// <summary>The XML of a policy before anybody has looked into it.</summary>
/// <param name="Name">What it is called: the name of its node or file; empty to take the name that stands in it.</param>
/// <param name="Xml">Its bytes.</param>
/// <param name="Kind">What it must be; null when any kind will do.</param>
/// <param name="Origin">Where it came from, such as a file's name: how findings call it as long as its name is not known.</param>
public sealed record PolicySource(string Name, ReadOnlyMemory<byte> Xml, PolicyKind? Kind = null, string Origin = "")
{
    /// <summary>Takes text.</summary>
    public static PolicySource FromText(string name, string xml, PolicyKind? kind = null) => new(name, Encoding.UTF8.GetBytes(xml), kind);
}
