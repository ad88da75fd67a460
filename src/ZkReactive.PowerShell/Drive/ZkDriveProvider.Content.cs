using System.Management.Automation.Provider;
using Microsoft.PowerShell.Commands;
using ZkReactive.Nodes;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Drive;

/// <content>Content: a node's data as lines of text or as bytes.</content>
public sealed partial class ZkDriveProvider
{
    /// <inheritdoc/>
    public IContentReader GetContentReader(string path)
    {
        var form = ContentForm.Of(DynamicParameters);
        return Try(path, (at, token) => at.Client.GetAsync(at.Node, token).AsTask(), out var node) ? new NodeContentReader(form.Read(node.Data.Span)) : null!;
    }

    /// <inheritdoc/>
    public object GetContentReaderDynamicParameters(string path) => new ZkContentReaderParameters();

    /// <inheritdoc/>
    public IContentWriter GetContentWriter(string path) =>
        new NodeContentWriter((items, append) => WriteContent(path, ContentForm.Of(DynamicParameters), items, append));

    /// <inheritdoc/>
    public object GetContentWriterDynamicParameters(string path) => new ZkContentWriterParameters();

    /// <inheritdoc/>
    public void ClearContent(string path)
    {
        // Set-Content clears first and writes then. Others would see the node empty in between: its one write replaces all.
        if (DynamicParameters is ZkContentWriterParameters or FileSystemContentWriterDynamicParameters) return;
        if (!MayWrite(Shown(path), "Clear content")) return;
        var version = (DynamicParameters as ZkVersionParameters)?.Version;
        Try(path, async (at, _, token) => await at.Client.SetAsync(at.Node, default, version ?? NodeVersion.Any, token));
    }

    /// <inheritdoc/>
    public object ClearContentDynamicParameters(string path) => new ZkVersionParameters();

    private void WriteContent(string path, ContentForm form, IReadOnlyList<object?> items, bool append)
    {
        // What a stopped command has gathered is not what was meant to be written.
        if (Stopping) return;
        var version = (DynamicParameters as ZkVersionParameters)?.Version;
        Try(path, async (at, _, token) =>
        {
            if (append && version is null) await at.Client.ChangeAsync(at.Node, data => form.Append(data, items), createMissing: true, token);
            else if (append) await at.Client.SetAsync(at.Node, form.Append((await at.Client.GetAsync(at.Node, token)).Data, items), version!.Value, token);
            else await WriteAsync(at, form.Write(items), version, token);
        });
    }
}
