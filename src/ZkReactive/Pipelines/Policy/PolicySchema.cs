namespace ZkReactive.Pipelines.Policy;

/// <summary>The XML language of policies.</summary>
public static class PolicySchema
{
    /// <summary>The namespace of every element.</summary>
    public const string Namespace = "urn:zkreactive:policy:1";

    private const string Resource = "ZkReactive.Policy.xsd";

    /// <summary>Opens the XML schema; the module ships the same file.</summary>
    public static Stream OpenXsd() =>
        typeof(PolicySchema).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"The assembly has no resource '{Resource}'.");
}
