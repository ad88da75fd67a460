using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Pipelines.Policy.Publishing;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Policy;

/// <summary>
/// Publishes and removes policies. The whole resulting set is checked first, and everything is written in one transaction
/// that fails if any policy of the set has changed meanwhile: what stands there is always a set that was checked as a whole.
/// </summary>
/// <remarks>
/// Publishers lock each other out by the versions of the two parents, which each of them writes (with the data they have).
/// A client that is no publisher may create or delete a policy without touching those versions; a transaction cannot check for
/// that, but its result tells, and then the set is read and checked again, and a warning says so.
/// </remarks>
public sealed partial class PolicyPublisher
{
    private const int MaxAttempts = 20;

    private readonly IZkClient _client;
    private readonly PolicyPublisherOptions _options;
    private readonly PolicyNodes _nodes;
    private readonly ILogger _logger;

    /// <summary>Makes a publisher; the client stays the caller's.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public PolicyPublisher(IZkClient client, PolicyPublisherOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _client = client;
        _options = options;
        _nodes = new PolicyNodes(options.Type);
        _logger = options.LoggerFactory.CreateLogger<PolicyPublisher>();
    }

    /// <summary>What <see cref="PublishAsync"/> would do; writes nothing.</summary>
    /// <param name="policies">The policies; each is called as its <c>name</c> says.</param>
    /// <param name="replace">Whether the set is to be made of these alone; else the others stay.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public Task<PolicyPlan> PlanPublishAsync(IReadOnlyCollection<PolicySource> policies, bool replace = false, CancellationToken cancellationToken = default) =>
        PlanAsync(snapshot => Planner.Publish(snapshot, policies, replace, _options.Limits), cancellationToken);

    /// <summary>What <see cref="RemoveAsync"/> would do; writes nothing.</summary>
    /// <exception cref="PolicyException">There is no policy of one of the names.</exception>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public Task<PolicyPlan> PlanRemoveAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken = default) =>
        PlanAsync(snapshot => PlanRemove(snapshot, names, mayBeGone: false), cancellationToken);

    /// <summary>Puts policies into the set, in one transaction. Writes nothing when all of them stand there already.</summary>
    /// <inheritdoc cref="PlanPublishAsync"/>
    /// <exception cref="PolicyException">The resulting set has errors, or others kept changing it in between.</exception>
    public Task<PublishedPolicies> PublishAsync(IReadOnlyCollection<PolicySource> policies, bool replace = false, CancellationToken cancellationToken = default) =>
        WriteAsync((snapshot, _) => Planner.Publish(snapshot, policies, replace, _options.Limits), "Publish", cancellationToken);

    /// <summary>Takes the policies of these names out of the set, in one transaction.</summary>
    /// <exception cref="PolicyException">There is no policy of one of the names, the resulting set has errors, or others kept changing it in between.</exception>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public Task<PublishedPolicies> RemoveAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken = default) =>
        WriteAsync((snapshot, mayBeDone) => PlanRemove(snapshot, names, mayBeDone), "Remove", cancellationToken);

    private PolicyPlan PlanRemove(PolicySnapshot snapshot, IReadOnlyCollection<string> names, bool mayBeGone)
    {
        var unknown = names.Where(name => snapshot.Members.All(member => member.Name != name)).ToArray();
        if (unknown.Length > 0 && !mayBeGone)
        {
            var present = snapshot.Members.Count == 0 ? "there are none" : $"there are {string.Join(", ", snapshot.Members.Take(20).Select(member => member.Name))}{(snapshot.Members.Count > 20 ? ", …" : "")}";
            throw new PolicyException(PolicyErrorIds.Unknown, $"{_options.Type} has no policy {string.Join(", ", unknown.Select(name => $"'{name}'"))}; {present}.") { Path = _options.Type, Operation = "Remove" };
        }

        return Planner.Remove(snapshot, names, _options.Limits);
    }

    private async Task<PolicyPlan> PlanAsync(Func<PolicySnapshot, PolicyPlan> plan, CancellationToken cancellationToken) =>
        await AddTargetsAsync(plan(await PolicyReader.ReadAsync(_client, _options.Type, _options.Limits, cancellationToken).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);

    private async Task<PolicyPlan> AddTargetsAsync(PolicyPlan plan, CancellationToken cancellationToken)
    {
        if (_options.ServicesPath is not { } services || plan.After.Set is not { } set) return plan;
        var unprovided = await TargetCheck.FindUnprovidedAsync(_client, services, set, cancellationToken).ConfigureAwait(false);
        return plan with { Findings = [.. plan.Findings, .. unprovided] };
    }

    private async Task<PublishedPolicies> WriteAsync(Func<PolicySnapshot, bool, PolicyPlan> decide, string operation, CancellationToken cancellationToken)
    {
        var mayBeDone = false;
        PolicyDifference? intended = null;
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var plan = await PlanAsync(snapshot => decide(snapshot, mayBeDone), cancellationToken).ConfigureAwait(false);
            if (plan.After.Set is not { } set) throw Refused(plan, operation);
            intended = mayBeDone ? intended : plan.Difference;
            if (plan.Writes.Count == 0) return new(_options.Type, set, intended!, plan.Findings, plan.Snapshot.Zxid);
            try
            {
                return await CommitAsync(plan, set, cancellationToken).ConfigureAwait(false);
            }
            catch (MultiFailedException e) when (e.Cause is NoNodeException or NodeExistsException or BadVersionException)
            {
                LogConflict(_options.Type.Value, attempt);
            }
            catch (ZkException e) when (e is ConnectionLossException { OutcomeUnknown: true } or SessionExpiredException { OutcomeUnknown: true })
            {
                // Planned again, it has nothing to do if it was done.
                mayBeDone = true;
                await CatchUpAsync(e, cancellationToken).ConfigureAwait(false);
            }
        }

        throw new PolicyException(PolicyErrorIds.Conflict, $"{operation} at {_options.Type} failed {MaxAttempts} times because others changed the policies in between. Find out who does, and try again.")
        {
            Path = _options.Type,
            Operation = operation,
        };
    }

    private async Task<PublishedPolicies> CommitAsync(PolicyPlan plan, PolicySet set, CancellationToken cancellationToken)
    {
        if (plan.Snapshot.TypeStat is null && !_options.Type.Parent.IsRoot) await MakeParentsAsync(cancellationToken).ConfigureAwait(false);
        var operations = await OperationsAsync(plan, cancellationToken).ConfigureAwait(false);
        var results = await _client.MultiAsync(operations, cancellationToken).ConfigureAwait(false);
        var zxid = results[^1].Stat?.Mzxid ?? Zxid.None;
        LogWritten(_options.Type.Value, string.Join(", ", plan.Difference!.Policies.Select(change => $"{change.Policy} {change.Change}")), set.Fingerprint, zxid.ToString());
        if (IsAsPlanned(plan, PolicyKind.Acl, results[^2].Stat) && IsAsPlanned(plan, PolicyKind.Agl, results[^1].Stat)) return new(_options.Type, set, plan.Difference, plan.Findings, zxid);

        // Somebody who is no publisher created or deleted a policy between the reading and the transaction.
        var now = await PolicyReader.ReadAsync(_client, _options.Type, _options.Limits, cancellationToken).ConfigureAwait(false);
        var compiled = now.Compile(_options.Limits);
        var errors = compiled.IsValid ? "is valid" : $"has errors, so that agents go on with the one before: {compiled.Errors.First()}";
        return new(_options.Type, compiled.Set ?? set, plan.Difference, [.. plan.Findings, new PolicyFinding("", 0, 0, PolicySeverity.Warning, PolicyErrorIds.Conflict, $"Another client created or deleted policies of {_options.Type} at the same moment. The set that stands there now {errors}.")], zxid);
    }

    /// <summary>Nodes that are missing, a check or a change for every policy of the set, and the two parents last.</summary>
    private async Task<List<ZkOperation>> OperationsAsync(PolicyPlan plan, CancellationToken cancellationToken)
    {
        var snapshot = plan.Snapshot;
        var operations = new List<ZkOperation>();
        if (snapshot.TypeStat is null) operations.Add(new ZkOperation.Create(_nodes.Type, default, CreateMode.Persistent, _options.Acl));
        foreach (var kind in Enum.GetValues<PolicyKind>())
        {
            if (snapshot.ParentStat(kind) is null) operations.Add(new ZkOperation.Create(_nodes.Parent(kind), default, CreateMode.Persistent, _options.Acl));
        }

        var writes = plan.Writes.ToDictionary(write => (write.Kind, write.Name), write => write.Data);
        foreach (var member in snapshot.Members)
        {
            NodeVersion version = member.Stat.Version;
            if (!writes.Remove((member.Kind, member.Name), out var data)) operations.Add(new ZkOperation.Check(member.Path, version));
            else if (data is { } xml) operations.Add(new ZkOperation.Set(member.Path, xml, version));
            else operations.Add(new ZkOperation.Delete(member.Path, version));
        }

        operations.AddRange(writes.Select(write => new ZkOperation.Create(_nodes.Policy(write.Key.Kind, write.Key.Name), write.Value!.Value, CreateMode.Persistent, _options.Acl)));
        foreach (var kind in Enum.GetValues<PolicyKind>())
        {
            var data = snapshot.ParentStat(kind) is null ? default : (await _client.GetAsync(_nodes.Parent(kind), cancellationToken).ConfigureAwait(false)).Data;
            operations.Add(new ZkOperation.Set(_nodes.Parent(kind), data, snapshot.ParentStat(kind)?.Version ?? 0));
        }

        return operations;
    }

    /// <summary>Whether a parent's children changed as often as the transaction changed them, and no oftener.</summary>
    private static bool IsAsPlanned(PolicyPlan plan, PolicyKind kind, Stat? after)
    {
        var present = plan.Snapshot.Members.Where(member => member.Kind == kind).Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        var own = plan.Writes.Count(write => write.Kind == kind && (write.Data is null || !present.Contains(write.Name)));
        return after is not { } stat || stat.ChildrenVersion == (plan.Snapshot.ParentStat(kind)?.ChildrenVersion ?? 0) + own;
    }

    private async Task MakeParentsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _client.CreateAsync(_options.Type.Parent, options: new ZkCreateOptions { CreateParents = true, Acl = _options.Acl }, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (NodeExistsException)
        {
            // As it should be.
        }
    }

    /// <summary>Makes the next reading tell whether the transaction happened.</summary>
    private async Task CatchUpAsync(ZkException unknown, CancellationToken cancellationToken)
    {
        LogUnknown(unknown, _options.Type.Value);
        try
        {
            await _client.SyncAsync(_options.Type, cancellationToken).ConfigureAwait(false);
        }
        catch (ZkException)
        {
            // No connection in time: the caller is to hear that it may have happened, not that a sync failed.
            ExceptionDispatchInfo.Throw(unknown);
        }
    }

    private PolicyException Refused(PolicyPlan plan, string operation)
    {
        var errors = plan.Findings.Where(finding => finding.IsError).ToArray();
        var more = errors.Length > 5 ? $" And {errors.Length - 5} more." : "";
        return new(PolicyErrorIds.Refused, $"{operation} at {_options.Type} was refused, nothing was written. The set would have {errors.Length} {(errors.Length == 1 ? "error" : "errors")}: {string.Join(" ", errors.Take(5).Select(error => error.ToString()))}{more}")
        {
            Findings = plan.Findings,
            Path = _options.Type,
            Operation = operation,
        };
    }

    [LoggerMessage(5650, LogLevel.Information, "Wrote the policies of {Path}: {Changes} (set {Fingerprint}, zxid {Zxid})")]
    private partial void LogWritten(string path, string changes, string fingerprint, string zxid);

    [LoggerMessage(5651, LogLevel.Debug, "The policies of {Path} changed while they were to be written (attempt {Attempt}); planning again")]
    private partial void LogConflict(string path, int attempt);

    [LoggerMessage(5652, LogLevel.Warning, "The outcome of writing the policies of {Path} is unknown; looking for it")]
    private partial void LogUnknown(Exception exception, string path);
}
