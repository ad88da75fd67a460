using ZkReactive.Protocol;

namespace ZkReactive.TestKit.Fakes;

/// <summary>What a read asks for.</summary>
public enum FakeReadKind
{
    Get,
    Exists,
    GetChildren,

    /// <summary>Leaves no watch.</summary>
    MultiRead,

    /// <summary>Leaves a persistent watch.</summary>
    AddWatch,
}

/// <summary>A watched read, a multiRead or an addWatch that a test holds back, to do its steps one by one: executed by the server, then answered.</summary>
public sealed class FakeRead
{
    private readonly FakeZkClient _client;

    internal FakeRead(FakeZkClient client, FakeReadKind kind, ZkPath path, Func<object> ask)
    {
        _client = client;
        Kind = kind;
        Path = path;
        Ask = ask;
    }

    public FakeReadKind Kind { get; }

    public ZkPath Path { get; }

    internal Func<object> Ask { get; }

    internal object? Result { get; set; }

    internal FakeWatch? Watch { get; set; }

    // Asynchronous as the real client's: what waits for a reply goes on in the thread pool.
    internal TaskCompletionSource<(object Result, FakeWatch? Watch)> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The server reads and leaves the watch; the reply is on its way.</summary>
    public void Execute() => _client.Execute(this);

    /// <summary>The reply arrives (and the server executes first, if it had not).</summary>
    public void Deliver() => _client.Deliver(this);

    /// <summary>The read fails.</summary>
    public void Fail(Exception exception) => _client.Fail(this, exception);

    public override string ToString() => $"{Kind} {Path}";
}
