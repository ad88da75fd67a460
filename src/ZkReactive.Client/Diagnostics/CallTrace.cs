using System.Diagnostics;
using ZkReactive.Client.Calls;

namespace ZkReactive.Client.Diagnostics;

/// <summary>What is noted of one call for those who listen; there is none when nobody does.</summary>
internal sealed class CallTrace
{
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly Activity? _activity;

    private CallTrace(Call call, TimeProvider time)
    {
        (_time, _began) = (time, time.GetTimestamp());

        // Starting makes it the caller's current activity, which it must not stay: the caller goes on while the call is out.
        var callers = Activity.Current;
        _activity = ZkClientDiagnostics.Source.StartActivity("zookeeper " + call.Operation, ActivityKind.Client);
        _activity?.SetTag("db.system.name", "zookeeper").SetTag("zookeeper.path", call.Path.Value);
        Activity.Current = callers;
    }

    /// <summary>Begins to note a call; null when nobody listens.</summary>
    public static CallTrace? Begin(Call call, TimeProvider time) => ZkClientDiagnostics.WantsCalls ? new(call, time) : null;

    /// <summary>Notes its outcome.</summary>
    public void End(string operation, Exception? error)
    {
        var type = error is null ? null : (error as ZkException)?.ErrorId ?? error.GetType().FullName;
        var tags = new TagList { { ZkClientDiagnostics.OperationTag, operation } };
        if (type is not null) tags.Add(ZkClientDiagnostics.ErrorTag, type);
        ZkClientDiagnostics.Duration.Record(_time.GetElapsedTime(_began).TotalSeconds, tags);
        if (_activity is null) return;

        if (type is not null) _activity.SetTag(ZkClientDiagnostics.ErrorTag, type).SetStatus(ActivityStatusCode.Error, error!.Message);
        var others = Activity.Current;
        _activity.Stop();
        Activity.Current = others;
    }
}
