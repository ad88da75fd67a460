using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams.Trees.Sync;

namespace ZkReactive.Streams.Sharing;

/// <content>The loop: one step after the other, never two at once.</content>
internal sealed partial class TreeStream
{
    /// <summary>How many reads are asked for at once; what is made of them is made at once too.</summary>
    private const int MostReads = 4_096;

    private ZkSessionState? _session;
    private Task<bool>? _events;
    private Task _signalled = Task.CompletedTask;
    private bool _wantsPass = true;
    private bool _isPassDue = true;
    private bool _isAway;
    private bool _isPausing;
    private int _failures;

    private void Start()
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = Task.Run(RunAsync);
            return;
        }

        // The stream outlives the call that happens to start it, so it must not hold on to that caller's context.
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(RunAsync);
    }

    private async Task RunAsync()
    {
        try
        {
            while (!IsEnded()) await StepAsync();
        }
        catch (ObjectDisposedException)
        {
            End(error: null);
        }
        catch (Exception e)
        {
            End(e);
        }
    }

    private bool IsEnded()
    {
        lock (_lock) return _isEnded;
    }

    private async Task StepAsync()
    {
        _signalled = _signal.Next();
        var session = _client.Session;
        if (session.Status == ZkSessionStatus.Closed) End(error: null);
        else if (session.Status == ZkSessionStatus.AuthFailed) End(AuthenticationFailure.Of(_client));
        else if (_isPausing || !session.IsConnected) await _signalled;
        else
        {
            try
            {
                await WorkAsync(session);
            }
            catch (ZkException e) when (e.IsTransient)
            {
                // A lost connection explains a first failure, and the next connection is soon enough.
                if (++_failures > 1 || _client.Session.IsConnected) Pause();
            }
        }
    }

    private async Task WorkAsync(ZkSessionState session)
    {
        Note(session);
        if (_reader is not { } reader)
        {
            await OpenAsync();
            return;
        }

        if (!DrainEvents(reader)) return;
        if (_wantsPass && IsPassDue())
        {
            _wantsPass = false;
            _sync.BeginPass();
        }

        if (!_wantsPass && _sync.HasWork) await ReadAsync(reader);
        else if (!_wantsPass && BecomeIdle(reader)) await WaitAsync(reader);
        else if (_wantsPass) await WaitAsync(reader);
    }

    /// <summary>What a new connection means: events were missed, and with a new session the one-shot watches are gone.</summary>
    private void Note(ZkSessionState session)
    {
        var before = _session;
        _session = session;
        if (before is null || before.ConnectionNumber == session.ConnectionNumber) return;
        if (before.HistoryNumber != session.HistoryNumber) _sync.Forget();
        if (before.SessionNumber != session.SessionNumber && _reader is { WatchesWhole: false }) CloseReader();
        WantPass();
    }

    /// <summary>A pass is due at a random moment within the window, so that a fleet does not read all at once.</summary>
    private void WantPass()
    {
        _isAway = _shown is not null;
        _wantsPass = true;
        lock (_lock) _isPassDue = _shown is null;
        SetFresh(false);
    }

    private bool IsPassDue()
    {
        lock (_lock)
        {
            if (_isPassDue || _isHurried) return true;
            if (_timer is null && !_isEnded) _timer = After(_timing.ResyncWindow * Random.Shared.NextDouble(), OnPassTimer);
            return false;
        }
    }

    private void OnPassTimer(StreamTimer timer)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(timer, _timer)) return;
            _timer = null;
            _isPassDue = true;
        }

        timer.Dispose();
        _signal.Set();
    }

    private async Task OpenAsync()
    {
        ITreeReader? reader = null;
        if (!_owner.LacksRecursiveWatches)
        {
            try
            {
                reader = new RecursiveTreeReader(_client, await _client.AddWatchAsync(_key.Path, WatchMode.PersistentRecursive));
            }
            catch (ZkServerException e) when (e.Code is ErrorCode.Unimplemented or ErrorCode.MarshallingError)
            {
                // Before 3.6 it is not known; with WatchManagerOptimized the server fails at it.
                _owner.LacksRecursiveWatches = true;
            }
        }

        reader ??= new OneShotTreeReader(_client, _key.Path);
        _sync.ListsAlways = !reader.WatchesWhole;
        _events = null;
        bool isEnded;
        lock (_lock)
        {
            isEnded = _isEnded;
            if (!isEnded) _reader = reader;
        }

        if (isEnded) await DiscardAsync(reader);
    }

    private void CloseReader()
    {
        ITreeReader? reader;
        lock (_lock) (reader, _reader) = (_reader, null);
        if (reader is not null) _ = DiscardAsync(reader);
    }

    /// <summary>Takes in what was heard; false when the watch has ended.</summary>
    private bool DrainEvents(ITreeReader reader)
    {
        while (reader.Events.TryRead(out var happened))
        {
            if (happened.Gap != WatchGap.None) WantPass();
            else _sync.Note(happened.Type, happened.Path, happened.Zxid);
        }

        if (_sync.Overflowed && !_wantsPass) WantPass();
        if (!reader.Events.Completion.IsCompleted) return true;

        // The server that we have come to has no such watches any more.
        _owner.LacksRecursiveWatches |= reader.WatchesWhole && reader.Events.Completion.IsFaulted;
        CloseReader();
        WantPass();
        return false;
    }

    private async Task ReadAsync(ITreeReader reader)
    {
        var reads = _sync.Take(MostReads);
        IReadOnlyList<TreeReadResult> results;
        try
        {
            results = await reader.ReadAsync(reads);
        }
        catch
        {
            _sync.GiveBack(reads);
            throw;
        }

        _sync.Apply(reads, results);
        _failures = 0;
        if (_sync.InPass || _wantsPass || _client.Session.ConnectionNumber != _session!.ConnectionNumber) return;
        Publish(_isAway);
        _isAway = false;
        SetFresh(true);
    }

    /// <summary>Nothing is left to do. False when something has come meanwhile.</summary>
    private bool BecomeIdle(ITreeReader reader)
    {
        bool isMissed;
        lock (_lock)
        {
            if (reader.Events.Count > 0 || _client.Session.ConnectionNumber != _session!.ConnectionNumber) return false;
            _isIdle = true;
            isMissed = _isHurried;
        }

        if (isMissed) Publish(_isAway);
        SetFresh(true);
        return true;
    }

    private async Task WaitAsync(ITreeReader reader)
    {
        _events ??= reader.Events.WaitToReadAsync().AsTask();
        await Task.WhenAny(_events, _signalled);
        if (_events.IsCompleted) _events = null;
        lock (_lock) _isIdle = false;
    }

    private void Pause()
    {
        var longest = _timing.BackOff(_failures);
        _isPausing = true;
        lock (_lock)
        {
            if (_isEnded) return;
            _timer?.Dispose();
            _timer = After((longest / 2) + (longest / 2 * Random.Shared.NextDouble()), OnPauseOver);
        }
    }

    private StreamTimer After(TimeSpan time, Action<StreamTimer> due) => new(due, _client.Options.TimeProvider, time);

    private void OnPauseOver(StreamTimer timer)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(timer, _timer)) return;
            _timer = null;
            _isPausing = false;
        }

        timer.Dispose();
        _signal.Set();
    }
}
