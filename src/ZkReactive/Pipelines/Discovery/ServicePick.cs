namespace ZkReactive.Pipelines.Discovery;

/// <summary>How one of several instances is picked.</summary>
public enum ServicePick
{
    /// <summary>Any, each as likely as the others.</summary>
    Random,

    /// <summary>One after the other. Each processor's threads go round by themselves, so two picks in a row may be equal.</summary>
    RoundRobin,

    /// <summary>By a key: the same key gives the same instance, and when instances come or go as few keys as possible move.</summary>
    Sticky,

    /// <summary>Any, each as likely as its weight says.</summary>
    Weighted,
}
