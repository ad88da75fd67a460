using System.Management.Automation;
using System.Text;
using ZkReactive.PowerShell.Errors;

namespace ZkReactive.PowerShell.Parameters;

/// <summary>Turns what the data parameters were given into a node's bytes.</summary>
internal static class NodeData
{
    private const string ToJson = "param($value, $depth) Microsoft.PowerShell.Utility\\ConvertTo-Json -InputObject $value -Depth $depth -Compress";

    /// <summary>The bytes of a value: text in an encoding, bytes as they are; or of any value as JSON.</summary>
    /// <exception cref="ZkModuleException">The value has structure and JSON was not asked for.</exception>
    public static byte[] FromValue(PSCmdlet cmdlet, object? value, bool asJson, int depth, Encoding? encoding)
    {
        var text = asJson ? cmdlet.InvokeCommand.InvokeScript(cmdlet.SessionState, ScriptBlock.Create(ToJson), value, depth)[0].BaseObject : value;
        try
        {
            var bytes = DataTransformationAttribute.ToBytes(text is PSObject wrapped ? wrapped.BaseObject : text, encoding);
            return text is string && encoding?.GetPreamble() is { Length: > 0 } mark ? [.. mark, .. bytes] : bytes;
        }
        catch (ArgumentTransformationMetadataException e)
        {
            throw new ZkModuleException("ZkDataUnsupported", ErrorCategory.InvalidArgument, e.Message, "Give text or bytes, or -AsJson to store the object as JSON.", e);
        }
    }

    /// <summary>The bytes of a file, as they are.</summary>
    /// <exception cref="ZkModuleException">It leads to no file, or to several.</exception>
    public static byte[] FromFile(PSCmdlet cmdlet, string path)
    {
        var files = FilePaths.Resolve(cmdlet, path);
        return files is [var file]
            ? File.ReadAllBytes(file)
            : throw new ZkModuleException("ZkFileAmbiguous", ErrorCategory.InvalidArgument, $"'{path}' leads to {files.Count} files, and a node holds one.", "Name one file.");
    }
}
