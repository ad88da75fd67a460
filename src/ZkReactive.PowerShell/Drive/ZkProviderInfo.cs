using System.Management.Automation;

namespace ZkReactive.PowerShell.Drive;

/// <summary>The provider in one runspace. The engine makes an instance of the provider for each call, and this once.</summary>
internal sealed class ZkProviderInfo(ProviderInfo info) : ProviderInfo(info)
{
    private string? _pattern;
    private string[] _paths = [];
    private TimeProvider _clock = TimeProvider.System;
    private long _keptAt;

    /// <summary>Keeps what a pattern meant while its command was bound.</summary>
    public void KeepExpansion(string pattern, string[] paths, TimeProvider clock)
    {
        (_pattern, _paths, _clock) = (pattern, paths, clock);
        _keptAt = clock.GetTimestamp();
    }

    /// <summary>Gives what a pattern meant, once, and only when it was kept just now; else null.</summary>
    public string[]? TakeExpansion(string pattern, TimeSpan freshFor)
    {
        var isFresh = _pattern == pattern && _clock.GetElapsedTime(_keptAt) <= freshFor;
        _pattern = null;
        return isFresh ? _paths : null;
    }
}
