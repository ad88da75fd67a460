using System.Text.Json;
using System.Text.Json.Serialization;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Signing;

/// <summary>The newest signed manifest an agent has accepted for each manifest node, in a file of its state directory that is replaced whole.</summary>
internal sealed class DeployTrustMemory(string stateDirectory)
{
    private readonly string _file = Path.Combine(stateDirectory, "accepted.json");
    private Dictionary<string, DeploySignatureMark>? _marks;

    /// <exception cref="FormatException">The file is not what was written.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    internal DeploySignatureMark? Read(ZkPath serverPath) => (_marks ??= Load()).GetValueOrDefault(serverPath.Value);

    /// <exception cref="IOException">The disk refuses; the mark is not remembered.</exception>
    internal void Write(ZkPath serverPath, DeploySignatureMark mark)
    {
        var marks = new Dictionary<string, DeploySignatureMark>(_marks ??= Load(), StringComparer.Ordinal) { [serverPath.Value] = mark };
        var temporary = _file + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(JsonSerializer.SerializeToUtf8Bytes(marks, DeployTrustJson.Default.DictionaryStringDeploySignatureMark));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, _file, overwrite: true);
        _marks = marks;
    }

    private Dictionary<string, DeploySignatureMark> Load()
    {
        if (!File.Exists(_file)) return new(StringComparer.Ordinal);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_file), DeployTrustJson.Default.DictionaryStringDeploySignatureMark) ?? throw new FormatException($"'{_file}' is empty.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"'{_file}' is damaged. Delete it to trust the manifest that stands there now.", e);
        }
    }
}

/// <summary>The JSON of the file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Dictionary<string, DeploySignatureMark>))]
internal sealed partial class DeployTrustJson : JsonSerializerContext;
