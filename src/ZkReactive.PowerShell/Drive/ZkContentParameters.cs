using System.Management.Automation;
using System.Text;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Parameters;

namespace ZkReactive.PowerShell.Drive;

/// <summary>What <c>Get-Content</c> takes besides on the drive.</summary>
internal sealed class ZkContentReaderParameters : ZkItemParameters
{
    /// <summary>Gives the bytes as they are.</summary>
    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    /// <summary>How the bytes are read as text. By default UTF-8.</summary>
    [Parameter]
    [EncodingTransformation]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    [ValidateNotNull]
    public Encoding Encoding { get; set; } = ContentForm.Utf8;

    /// <summary>Gives all as one text, or one array of bytes, instead of line by line.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }
}

/// <summary>What <c>Set-Content</c> and <c>Add-Content</c> take besides on the drive.</summary>
internal sealed class ZkContentWriterParameters : ZkVersionParameters
{
    /// <summary>Takes bytes and writes them as they are.</summary>
    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    /// <summary>How text is written as bytes. By default UTF-8 without a byte order mark.</summary>
    [Parameter]
    [EncodingTransformation]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    [ValidateNotNull]
    public Encoding Encoding { get; set; } = ContentForm.Utf8;

    /// <summary>Writes one value after another with nothing between them. By default each begins a line of its own; the last is not ended by one.</summary>
    [Parameter]
    public SwitchParameter NoNewline { get; set; }
}
