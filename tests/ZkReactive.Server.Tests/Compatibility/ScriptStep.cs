using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Server.Tests.Compatibility;

/// <summary>One request of a script: by which session, what it looks like, how it is sent, how its answer is written down.</summary>
internal sealed record ScriptStep(int Session, OpCode Operation, string Text, Func<WireClient, Observer, Task<string>> PlayAsync)
{
    /// <summary>Whether the order of the events that it causes is the server's business.</summary>
    public bool CausesEventsInAnyOrder => Operation == OpCode.CloseSession;

    /// <summary>A request whose answer has a body.</summary>
    public static ScriptStep Of<TRequest, TResponse>(int session, OpCode operation, string text, TRequest request, Func<TResponse, Observer, string> show)
        where TRequest : IJuteRecord<TRequest>
        where TResponse : IJuteRecord<TResponse> => Of(session, operation, text, _ => request, show);

    /// <summary>A request that depends on where the script began.</summary>
    public static ScriptStep Of<TRequest, TResponse>(int session, OpCode operation, string text, Func<Observer, TRequest> request, Func<TResponse, Observer, string> show, int? xid = null)
        where TRequest : IJuteRecord<TRequest>
        where TResponse : IJuteRecord<TResponse> =>
        new(session, operation, $"s{session} {operation} {text}", async (client, observer) =>
        {
            var reply = await client.CallAsync(operation, request(observer), xid);
            var body = reply.Header.Error == ErrorCode.Ok ? show(reply.As<TResponse>(), observer) : $"{reply.Body.Length} bytes behind";
            return $"{observer.Head(reply)}: {body}";
        });

    /// <summary>A request whose answer is its header.</summary>
    public static ScriptStep Of<TRequest>(int session, OpCode operation, string text, Func<Observer, TRequest> request, int? xid = null)
        where TRequest : IJuteRecord<TRequest> => Of<TRequest, EmptyRecord>(session, operation, text, request, static (_, _) => "nothing more", xid);
}
