using ZkReactive.Client.Errors;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>multi: all operations or none.</summary>
internal sealed class MultiCall : Call<IReadOnlyList<ZkOperationResult>>
{
    private readonly ZkOperation[] _operations;
    private readonly Chroot _chroot;

    public MultiCall(IReadOnlyList<ZkOperation> operations, Chroot chroot)
    {
        _operations = [.. operations];
        _chroot = chroot;
        foreach (var operation in _operations) Check(operation);
    }

    public override OpCode OpCode => OpCode.Multi;

    public override string Operation => "Multi";

    public override bool IsRepeatable => false;

    public override void WriteBody(ref JuteWriter writer) => new MultiRequest([.. _operations.Select(ToWire)]).Write(ref writer);

    protected override IReadOnlyList<ZkOperationResult> Read(in ReplyHeader header, ref JuteReader body)
    {
        var parts = MultiResponse.Read(ref body).Results;
        ThrowIfFailed(parts, header.Zxid);
        if (parts.Count != _operations.Length)
            throw new JuteFormatException("results", body.Offset, $"{_operations.Length} results", $"{parts.Count}");

        var results = new ZkOperationResult[parts.Count];
        for (var i = 0; i < results.Length; i++) results[i] = ToResult(_operations[i], parts[i]);
        return results;
    }

    // The culprit is the first part with an error of its own: those before it say 0, those behind it
    // RuntimeInconsistency, and neither of them did anything wrong.
    private void ThrowIfFailed(IReadOnlyList<MultiResult> parts, Zxid zxid)
    {
        for (var i = 0; i < parts.Count && i < _operations.Length; i++)
        {
            if (parts[i] is not MultiResult.Failed { Error: not (ErrorCode.Ok or ErrorCode.RuntimeInconsistency) } failed) continue;
            throw Failure(i, failed.Error, zxid);
        }

        if (parts.Any(part => part is MultiResult.Failed)) throw Failure(0, ErrorCode.RuntimeInconsistency, zxid);
    }

    private Exception Failure(int index, ErrorCode code, Zxid zxid)
    {
        var error = ErrorTable.Create(code, zxid, Describe(_operations[index]));
        if (error is not ZkServerException cause) return error;
        var failure = new MultiFailedException(
            index, cause, $"Multi failed at operation {index + 1} of {_operations.Length}, so none was done: {cause.Message}");
        failure.About(Operation, _operations[index].Path);
        return failure;
    }

    private static FailedOperation Describe(ZkOperation operation) => operation switch
    {
        ZkOperation.Set set => new("Set", set.Path, set.Version),
        ZkOperation.Delete delete => new("Delete", delete.Path, delete.Version),
        ZkOperation.Check check => new("Check", check.Path, check.Version),
        _ => new("Create", operation.Path),
    };

    private static void Check(ZkOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (operation is ZkOperation.Create create && create.Mode.HasTtl())
            throw new ArgumentException($"{create.Mode} cannot be created in a transaction here: an operation has no time to live.", nameof(operation));
    }

    private MultiOperation ToWire(ZkOperation operation)
    {
        var path = _chroot.Prepend(operation.Path);
        return operation switch
        {
            // create, not create2: servers before 3.5 know only the first in a multi, and the stat is one read away.
            ZkOperation.Create create => new MultiOperation.Create(
                create.Mode == CreateMode.Container ? OpCode.CreateContainer : OpCode.Create,
                new CreateRequest(path, create.Data, create.Acl ?? Acl.OpenUnsafe, create.Mode)),
            ZkOperation.Set set => new MultiOperation.SetData(new SetDataRequest(path, set.Data, set.Version.Value)),
            ZkOperation.Delete delete => new MultiOperation.Delete(new DeleteRequest(path, delete.Version.Value)),
            ZkOperation.Check check => new MultiOperation.Check(new CheckVersionRequest(path, check.Version.Value)),
            _ => throw new NotSupportedException($"Operation {operation.GetType().Name} is not known."),
        };
    }

    private ZkOperationResult ToResult(ZkOperation operation, MultiResult result) => result switch
    {
        MultiResult.Created created => new(_chroot.Strip(created.Response.Path), null),
        MultiResult.CreatedWithStat created => new(_chroot.Strip(created.Response.Path), created.Response.Stat),
        MultiResult.DataSet set => new(operation.Path, set.Response.Stat),
        _ => new(operation.Path, null),
    };
}
