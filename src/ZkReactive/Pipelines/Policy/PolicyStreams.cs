using System.Reactive.Linq;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Policy;

/// <summary>Policies as streams.</summary>
public static class PolicyStreams
{
    /// <summary>The compiled policies of a type, and each change, for a server that uses them. See <see cref="ObservePolicies(IZkClient, PolicyAgentOptions)"/>.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="type">The type's node, which need not exist.</param>
    public static IObservable<PolicyUpdate> ObservePolicies(this IZkClient client, ZkPath type) => client.ObservePolicies(new PolicyAgentOptions { Type = type });

    /// <summary>The compiled policies of a type, and each change.</summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item><b>Cold:</b> each subscription is an agent of its own, which reads, compiles, reports and keeps by itself. A
    /// service needs one; readers then share <see cref="PolicyUpdate.Set"/>, which is immutable.</item>
    /// <item><b>First emission:</b> the last good set of the state directory, if there is one, at once and without ZooKeeper;
    /// else what ZooKeeper has, "no policies" included.</item>
    /// <item><b>Order:</b> never back in time. Each element's set stood in ZooKeeper as a whole at one moment; sets are never mixed.</item>
    /// <item><b>Merging:</b> sets that follow each other faster than they are read, or than the observer takes them, are left out:
    /// the newest always arrives. A set that is refused is an element too, with the last good set; so is one that ZooKeeper only
    /// confirms.</item>
    /// <item><b>Ends</b> with the subscription, or with completion when the client is disposed. With an error only when the state
    /// directory cannot be made. Anything else is logged and tried again.</item>
    /// <item><b>Scheduler:</b> the thread pool, one call at a time.</item>
    /// <item><b>Connection loss</b> emits nothing, and the set stays in use; <b>after reconnect or expiry</b> the set is read again, and
    /// emitted if it has changed.</item>
    /// </list>
    /// </remarks>
    /// <param name="client">The connection.</param>
    /// <param name="options">Which, and what else is done about them.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static IObservable<PolicyUpdate> ObservePolicies(this IZkClient client, PolicyAgentOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Observable.Create<PolicyUpdate>((observer, cancellationToken) => Task.Run(
            async () =>
            {
                var agent = new PolicyAgent(client, options);
                using var updates = agent.Updates.Subscribe(observer.OnNext);
                try
                {
                    await agent.RunAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (ObjectDisposedException)
                {
                    observer.OnCompleted();
                }
            },
            CancellationToken.None));
    }
}
