using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Tree;

/// <summary>What any of the four create operations asks for.</summary>
internal readonly record struct CreateProposal(
    OpCode Operation, string Path, byte[]? Data, IReadOnlyList<Acl> Acl, CreateMode Mode, long TtlMilliseconds)
{
    /// <summary>The time to live of an operation that carries none.</summary>
    public const long NoTtl = -1;

    public static CreateProposal From(OpCode operation, in CreateRequest request) =>
        new(operation, request.Path, request.Data?.ToArray(), request.Acls, request.Mode, NoTtl);

    public static CreateProposal From(in CreateTtlRequest request) =>
        new(OpCode.CreateTtl, request.Path, request.Data?.ToArray(), request.Acls, request.Mode, request.TtlMilliseconds);
}
