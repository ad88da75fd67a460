using System.Collections;
using System.Management.Automation.Provider;

namespace ZkReactive.PowerShell.Drive;

/// <summary>Hands a node's content out in blocks; the node was read once, before.</summary>
internal sealed class NodeContentReader(IReadOnlyList<object> items) : IContentReader
{
    private int _next;

    /// <inheritdoc/>
    public IList Read(long readCount)
    {
        var rest = items.Count - _next;
        var count = readCount <= 0 ? rest : (int)Math.Min(readCount, rest);
        var block = items.Skip(_next).Take(count).ToArray();
        _next += count;
        return block;
    }

    /// <inheritdoc/>
    public void Seek(long offset, SeekOrigin origin)
    {
        var from = origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _next,
            _ => items.Count,
        };
        _next = (int)Math.Clamp(from + offset, 0, items.Count);
    }

    /// <inheritdoc/>
    public void Close()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
