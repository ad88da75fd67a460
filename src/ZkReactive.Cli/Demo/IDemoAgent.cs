namespace ZkReactive.Cli.Demo;

/// <summary>One of the demo's agents, wherever it runs.</summary>
internal interface IDemoAgent : IAsyncDisposable
{
    /// <summary>Its id.</summary>
    string Id { get; }

    /// <summary>Where it lays out what it deploys.</summary>
    string Target { get; }
}
