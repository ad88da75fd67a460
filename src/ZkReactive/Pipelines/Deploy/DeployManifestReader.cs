using System.Globalization;
using System.Text.Json;
using ZkReactive.Pipelines.Deploy.Signing;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Reads a manifest out of a JSON object and collects a problem for each bad field.</summary>
internal sealed class DeployManifestReader
{
    private const string Missing = "is missing";

    private readonly List<DeployProblem> _problems;
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly string _prefix;

    private DeployManifestReader(JsonElement json, string prefix, List<DeployProblem> problems)
    {
        _problems = problems;
        _prefix = prefix;
        foreach (var property in json.EnumerateObject())
        {
            if (!_fields.TryAdd(property.Name, property.Value) && Known(property.Name)) Refuse(property.Name, "is there twice");
        }
    }

    internal static DeployManifestResult Read(JsonElement json)
    {
        var problems = new List<DeployProblem>();
        var reader = new DeployManifestReader(json, "", problems);
        var manifest = reader.ReadManifest();
        foreach (var problem in DeployRules.Check(manifest, DeployUrlSchemes.All))
        {
            // What is missing or has the wrong type has its problem already.
            if (!problems.Exists(known => known.Field == problem.Field)) problems.Add(problem);
        }

        return problems.Count == 0 ? new(manifest, []) : new(null, problems);
    }

    internal static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };

    private static bool Known(string name) => name is "url" or "commitId" or "relativePath" or "deployId" or "publishedBy" or "publishedAt" or "note"
        or "strategy" or "mode" or "postDeploy" or "healthCheck" or "signature";

    private DeployManifest ReadManifest() => new()
    {
        Url = DeployUrl.Normalize(Required("url")),
        CommitId = DeployRules.NormalizeCommitId(Required("commitId")),
        RelativePath = Required("relativePath"),
        DeployId = Text("deployId"),
        PublishedBy = Text("publishedBy"),
        PublishedAt = Time("publishedAt"),
        Note = Text("note"),
        Mode = Mode(),
        Strategy = Nested("strategy", inner => new DeployStrategy
        {
            Canary = inner.Count("canary"),
            BatchSize = inner.Count("batchSize"),
            MaxFailures = inner.Count("maxFailures"),
            SoakSeconds = inner.Seconds("soakSeconds"),
            TimeoutSeconds = inner.Seconds("timeoutSeconds"),
            SplaySeconds = inner.Seconds("splaySeconds"),
        }),
        PostDeploy = Nested("postDeploy", inner => new DeployPostDeploy(inner.Required("command"), inner.Texts("arguments")) { TimeoutSeconds = inner.Seconds("timeoutSeconds") }),
        HealthCheck = Nested("healthCheck", inner => new DeployHealthCheck
        {
            Tcp = inner.Text("tcp"),
            Http = inner.Text("http"),
            Command = inner.Text("command"),
            Arguments = inner.Texts("arguments"),
            TimeoutSeconds = inner.Seconds("timeoutSeconds"),
        }),
        Signature = Nested("signature", inner => new DeploySignature(inner.Required("keyId"), inner.Required("algorithm"), inner.Required("value"))
        {
            Path = inner.Text("path"),
            Sequence = inner.Sequence("sequence"),
        }),
    };

    /// <summary>A field that is there and not null: null in an optional field means that it is not set.</summary>
    private bool TryGet(string name, out JsonElement value) => _fields.TryGetValue(name, out value) && value.ValueKind != JsonValueKind.Null;

    private string Required(string name)
    {
        if (!_fields.ContainsKey(name))
        {
            _problems.Add(new(_prefix + name, $"The field '{_prefix}{name}' {Missing}.", DeployErrorIds.FieldMissing));
            return "";
        }

        if (Text(name) is { } text) return text;
        if (!_problems.Exists(problem => problem.Field == _prefix + name)) Refuse(name, "must be a string; it is null");
        return "";
    }

    private string? Text(string name)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String && TryText(value, out var text)) return text;
        Refuse(name, value.ValueKind == JsonValueKind.String ? "has half a character in it: a \\u escape lacks its other half" : $"must be a string; it is {Describe(value.ValueKind)}");
        return null;
    }


    /// <summary>A string with half a surrogate pair parses as JSON but cannot be read as text.</summary>
    private static bool TryText(JsonElement value, out string? text)
    {
        try
        {
            text = value.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }

    private List<string> Texts(string name)
    {
        var texts = new List<string>();
        if (!TryGet(name, out var value)) return texts;
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.String && TryText(item, out var text)) texts.Add(text!);
            }

            if (texts.Count == value.GetArrayLength()) return texts;
        }

        Refuse(name, "must be a list of strings");
        return texts;
    }

    private int? Count(string name)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0) return number;
        Refuse(name, "must be a whole number from 0");
        return null;
    }

    private long? Sequence(string name)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number is >= 0 and <= DeploySigner.MaxSequence) return number;
        Refuse(name, "must be a whole number from 0 to 2^53 - 1");
        return null;
    }

    private double? Seconds(string name)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && number >= 0) return number;
        Refuse(name, "must be a number of seconds from 0");
        return null;
    }

    private DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
        Refuse(name, "must be a time such as 2030-01-31T12:00:00Z");
        return null;
    }

    private DeployMode Mode()
    {
        switch (Text("mode"))
        {
            case null or "release":
                return DeployMode.Release;
            case "inPlace":
                return DeployMode.InPlace;
            default:
                Refuse("mode", "must be \"release\" or \"inPlace\"");
                return DeployMode.Release;
        }
    }

    private T? Nested<T>(string name, Func<DeployManifestReader, T> read)
        where T : class
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Object) return read(new DeployManifestReader(value, _prefix + name + ".", _problems));
        Refuse(name, $"must be an object; it is {Describe(value.ValueKind)}");
        return null;
    }

    private void Refuse(string name, string reason) =>
        _problems.Add(new(_prefix + name, $"The field '{_prefix}{name}' {reason}.", DeployErrorIds.FieldInvalid));
}
