using System.Threading.Tasks.Sources;
using ZkReactive.Client.Errors;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>A call that a caller awaits, and its awaitable in one object.</summary>
/// <typeparam name="TResult">What the caller gets.</typeparam>
internal abstract class Call<TResult> : Call, IValueTaskSource<TResult>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<TResult> _source;
    private CancellationTokenRegistration _registration;
    private bool _canBeCancelled;
    private TResult? _result;
    private Exception? _error;

    /// <summary>What the caller awaits.</summary>
    public ValueTask<TResult> Task => new(this, _source.Version);

    /// <summary>What the caller awaits, without a result.</summary>
    public ValueTask TaskWithoutResult => new(this, _source.Version);

    /// <summary>Settles the call when <paramref name="cancellationToken"/> fires.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled) return;
        _canBeCancelled = true;
        _registration = cancellationToken.UnsafeRegister(
            static (call, token) => ((Call)call!).TryFail(new OperationCanceledException(token)), this);
    }

    /// <inheritdoc/>
    public sealed override void Take(in ReplyHeader header, ref JuteReader body)
    {
        try
        {
            if (header.Error == ErrorCode.Ok) _result = Read(header, ref body);
            else _error = ReadError(header);
        }
        catch (ZkException e)
        {
            _error = e;
        }
        catch (JuteFormatException e)
        {
            _error = ProtocolErrors.BadReply(this, e);
            throw;
        }
    }

    /// <inheritdoc/>
    public sealed override void TakeError(Exception error) => _error = error;

    /// <inheritdoc/>
    public sealed override void Complete()
    {
        // A token's callback that cannot be called off any more holds the call.
        if (_canBeCancelled && !_registration.Unregister()) IsHeld = true;
        Trace?.End(Operation, _error);
        if (_error is null) _source.SetResult(_result!);
        else _source.SetException(_error);
    }

    /// <summary>Makes the result of a reply without error.</summary>
    protected abstract TResult Read(in ReplyHeader header, ref JuteReader body);

    /// <summary>Makes the exception of a reply with an error; or, for an error that is an answer, calls <see cref="Answer"/> and gives null.</summary>
    protected virtual Exception? ReadError(in ReplyHeader header) => ErrorTable.Create(header.Error, header.Zxid, Describe());

    /// <summary>Sets the result for an error that is an answer.</summary>
    protected void Answer(TResult result) => _result = result;

    /// <summary>What an error message says of this call.</summary>
    public virtual FailedOperation Describe() => new(Operation, Path);

    /// <summary>Called when the caller has the result, and nobody has the call any more unless <see cref="Call.IsHeld"/>.</summary>
    protected virtual void Leave()
    {
    }

    /// <inheritdoc/>
    protected override void Clear()
    {
        base.Clear();
        (_registration, _canBeCancelled, _result, _error) = (default, false, default, null);
        _source.Reset();
    }

    TResult IValueTaskSource<TResult>.GetResult(short token) => GetResult(token);

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    // A failed call throws here and does not leave: whoever failed it may hold it.
    private TResult GetResult(short token)
    {
        var result = _source.GetResult(token);
        Leave();
        return result;
    }

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _source.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<TResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
