namespace ZkReactive.Pipelines.Discovery;

/// <summary>What a registration finds in its node.</summary>
public enum ServiceNodeContent
{
    /// <summary>Something else.</summary>
    Other,

    /// <summary>Another registration of the same address and port.</summary>
    SameEndPoint,

    /// <summary>What it wrote itself, byte for byte.</summary>
    Same,
}
