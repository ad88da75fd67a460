using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>The path below which a client lives: put before paths on the way out, taken off on the way in.</summary>
internal sealed class Chroot(ZkPath path)
{
    private readonly string? _prefix = path.IsRoot ? null : path.Value;

    /// <summary>The path as the server sees it.</summary>
    public string Prepend(ZkPath path)
    {
        if (_prefix is null) return path.Value;
        return path.IsRoot ? _prefix : _prefix + path.Value;
    }

    /// <summary>
    /// The path as the caller sees it. The prefix goes only at a <c>/</c>: below <c>/app</c>, <c>/app2/x</c> stays whole,
    /// as does <c>/zookeeper/config</c>.
    /// </summary>
    public ZkPath Strip(string serverPath)
    {
        if (_prefix is null || !serverPath.StartsWith(_prefix, StringComparison.Ordinal)) return ZkPath.Trusted(serverPath);
        if (serverPath.Length == _prefix.Length) return ZkPath.Root;
        return serverPath[_prefix.Length] == '/' ? ZkPath.Trusted(serverPath[_prefix.Length..]) : ZkPath.Trusted(serverPath);
    }
}
