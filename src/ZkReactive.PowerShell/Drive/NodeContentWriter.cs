using System.Collections;
using System.Management.Automation.Provider;

namespace ZkReactive.PowerShell.Drive;

/// <summary>Gathers what is written and writes it at once when it is closed: others see the old content or the new.</summary>
/// <param name="commit">Writes the items; true to put them after what is there.</param>
internal sealed class NodeContentWriter(Action<IReadOnlyList<object?>, bool> commit) : IContentWriter
{
    private readonly List<object?> _items = [];
    private bool _append;
    private bool _isClosed;

    /// <inheritdoc/>
    public IList Write(IList content)
    {
        _items.AddRange(content.Cast<object?>());
        return content;
    }

    /// <summary>Only Add-Content seeks: to the end.</summary>
    public void Seek(long offset, SeekOrigin origin) => _append = origin == SeekOrigin.End;

    /// <inheritdoc/>
    public void Close()
    {
        if (_isClosed) return;
        _isClosed = true;
        commit(_items, _append);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
