using ZkReactive.Protocol;

namespace ZkReactive.Server.Tree;

/// <summary>
/// Turns write requests into transactions, or says why not. Changes nothing but the proposals of a multi. The order of
/// the checks is visible in the error codes and follows Apache ZooKeeper, <c>PrepRequestProcessor.java</c>.
/// </summary>
internal sealed class TransactionDecider(DataTree tree, bool ttlNodes, bool enforceQuotas = false, IReadOnlySet<string>? schemes = null)
{
    private readonly ProposedTree _proposed = new(tree);

    /// <summary>Decides the parts that follow each on top of the other, until <see cref="EndMulti"/>.</summary>
    public void BeginMulti() => _proposed.Begin();

    public void EndMulti() => _proposed.Forget();

    public ErrorCode Create(in Requester requester, in CreateProposal proposal, out CreateTransaction? transaction)
    {
        transaction = null;
        var check = CheckMode(proposal);
        if (check != ErrorCode.Ok) return check;

        var path = proposal.Path;
        if (!path.Contains('/', StringComparison.Ordinal) || path.Contains('\0', StringComparison.Ordinal)) return ErrorCode.BadArguments;
        if (!AclRules.TryExpand(proposal.Acl, requester.Identities, out var acl, schemes)) return ErrorCode.InvalidAcl;

        var parentPath = DataTree.ParentOf(path).ToString();
        if (!_proposed.TryGet(parentPath, out var parent)) return ErrorCode.NoNode;
        if (!AclRules.Allows(parent.Acl, Permissions.Create, requester.Identities)) return ErrorCode.NoAuth;

        if (proposal.Mode.IsSequential()) path = SequentialName.Format(path, parent.ChildrenCreated);
        if (!ZkPath.TryParse(path, out _, out _)) return ErrorCode.BadArguments;
        if (_proposed.TryGet(path, out _)) return ErrorCode.NodeExists;
        if (OwnerCodes.IsSession(parent.EphemeralOwner)) return ErrorCode.NoChildrenForEphemerals;
        if (enforceQuotas && tree.Quotas.Refuses(path, proposal.Data?.Length ?? 0, 1)) return ErrorCode.QuotaExceeded;

        var created = unchecked(parent.ChildrenCreated + 1);
        var owner = OwnerFor(proposal, requester.Session);
        _proposed.Put(parentPath, parent with { ChildrenCreated = created, ChildCount = parent.ChildCount + 1 });
        _proposed.Put(path, new NodeFacts(acl, owner, 0, 0, 0, 0, proposal.Data?.Length ?? 0));
        transaction = new CreateTransaction(path, proposal.Data, acl, owner, created);
        return ErrorCode.Ok;
    }

    public ErrorCode Delete(in Requester requester, string path, int version, out DeleteTransaction? transaction)
    {
        transaction = null;
        if (!path.Contains('/', StringComparison.Ordinal) || path.Contains('\0', StringComparison.Ordinal) || DataTree.IsSpecial(path))
        {
            return ErrorCode.BadArguments;
        }

        var parentPath = DataTree.ParentOf(path).ToString();
        if (!_proposed.TryGet(parentPath, out var parent)) return ErrorCode.NoNode;
        if (!AclRules.Allows(parent.Acl, Permissions.Delete, requester.Identities)) return ErrorCode.NoAuth;
        if (!_proposed.TryGet(path, out var node)) return ErrorCode.NoNode;
        if (!IsExpected(version, node.Version)) return ErrorCode.BadVersion;
        if (node.ChildCount > 0) return ErrorCode.NotEmpty;

        _proposed.Put(parentPath, parent with { ChildCount = parent.ChildCount - 1 });
        _proposed.Remove(path);
        transaction = new DeleteTransaction(path);
        return ErrorCode.Ok;
    }

    public ErrorCode SetData(in Requester requester, string path, byte[]? data, int version, out SetDataTransaction? transaction)
    {
        transaction = null;
        if (!ZkPath.TryParse(path, out _, out _)) return ErrorCode.BadArguments;
        if (!_proposed.TryGet(path, out var node)) return ErrorCode.NoNode;
        if (!AclRules.Allows(node.Acl, Permissions.Write, requester.Identities)) return ErrorCode.NoAuth;
        if (enforceQuotas && tree.Quotas.Refuses(path, (data?.Length ?? 0) - node.DataLength, 0)) return ErrorCode.QuotaExceeded;
        if (!IsExpected(version, node.Version)) return ErrorCode.BadVersion;

        var next = Next(node.Version);
        _proposed.Put(path, node with { Version = next, DataLength = data?.Length ?? 0 });
        transaction = new SetDataTransaction(path, data, next);
        return ErrorCode.Ok;
    }

    public ErrorCode SetAcl(in Requester requester, string path, IReadOnlyList<Acl> acls, int version, out SetAclTransaction? transaction)
    {
        transaction = null;
        if (!ZkPath.TryParse(path, out _, out _)) return ErrorCode.BadArguments;
        if (!AclRules.TryExpand(acls, requester.Identities, out var expanded, schemes)) return ErrorCode.InvalidAcl;
        if (!_proposed.TryGet(path, out var node)) return ErrorCode.NoNode;
        if (!AclRules.Allows(node.Acl, Permissions.Admin, requester.Identities)) return ErrorCode.NoAuth;
        if (!IsExpected(version, node.AclVersion)) return ErrorCode.BadVersion;

        transaction = new SetAclTransaction(path, expanded, Next(node.AclVersion));
        return ErrorCode.Ok;
    }

    /// <summary>A version check inside a multi.</summary>
    public ErrorCode Check(in Requester requester, string path, int version, out CheckTransaction? transaction)
    {
        transaction = null;
        if (!ZkPath.TryParse(path, out _, out _)) return ErrorCode.BadArguments;
        if (!_proposed.TryGet(path, out var node)) return ErrorCode.NoNode;
        if (!AclRules.Allows(node.Acl, Permissions.Read, requester.Identities)) return ErrorCode.NoAuth;
        if (!IsExpected(version, node.Version)) return ErrorCode.BadVersion;
        transaction = new CheckTransaction(path);
        return ErrorCode.Ok;
    }

    private static bool IsExpected(int expected, int actual) => expected == NodeVersion.Any.Value || expected == actual;

    // Never -1, which would mean "any" when a client sends it back (ZOOKEEPER-4743).
    private static int Next(int version) => unchecked(version + 1) == NodeVersion.Any.Value ? 0 : unchecked(version + 1);

    private ErrorCode CheckMode(in CreateProposal proposal)
    {
        if (!Enum.IsDefined(proposal.Mode)) return ErrorCode.BadArguments;
        if (!proposal.Mode.HasTtl()) return proposal.Operation == OpCode.CreateTtl ? ErrorCode.BadArguments : ErrorCode.Ok;
        if (!ttlNodes) return ErrorCode.Unimplemented;
        return OwnerCodes.IsLegalTtl(proposal.TtlMilliseconds) ? ErrorCode.Ok : ErrorCode.BadArguments;
    }

    // The operation decides about containers and TTLs, the mode about ephemerals, as in Apache ZooKeeper.
    private static long OwnerFor(in CreateProposal proposal, long session) => proposal.Operation switch
    {
        OpCode.CreateContainer => OwnerCodes.Container,
        OpCode.CreateTtl => OwnerCodes.ForTtl(proposal.TtlMilliseconds),
        _ => proposal.Mode.IsEphemeral() ? session : OwnerCodes.Persistent,
    };
}
