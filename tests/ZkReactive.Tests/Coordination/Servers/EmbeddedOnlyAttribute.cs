namespace ZkReactive.Tests.Coordination.Servers;

/// <summary>A test of <see cref="RecipeTests"/> that only the embedded server can play its part in.</summary>
/// <param name="reason">What Apache ZooKeeper cannot be made to do.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EmbeddedOnlyAttribute(string reason) : Attribute
{
    public string Reason { get; } = reason;
}
