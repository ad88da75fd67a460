using System.Text.Json;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Writes a manifest's fields in their fixed order.</summary>
internal static class DeployManifestWriter
{
    internal static void Write(Utf8JsonWriter writer, DeployManifest manifest)
    {
        writer.WriteStartObject();
        writer.WriteString("url", manifest.Url);
        writer.WriteString("commitId", manifest.CommitId);
        writer.WriteString("relativePath", manifest.RelativePath);
        Text(writer, "deployId", manifest.DeployId);
        Text(writer, "publishedBy", manifest.PublishedBy);
        if (manifest.PublishedAt is { } at) writer.WriteString("publishedAt", at);
        Text(writer, "note", manifest.Note);
        if (manifest.Strategy is { } strategy) WriteStrategy(writer, strategy);
        if (manifest.Mode == DeployMode.InPlace) writer.WriteString("mode", "inPlace");
        if (manifest.PostDeploy is { } post) WritePostDeploy(writer, post);
        if (manifest.HealthCheck is { } check) WriteHealthCheck(writer, check);
        if (manifest.Signature is { } signature) WriteSignature(writer, signature);
        writer.WriteEndObject();
    }

    private static void WriteStrategy(Utf8JsonWriter writer, DeployStrategy strategy)
    {
        writer.WriteStartObject("strategy");
        Number(writer, "canary", strategy.Canary);
        Number(writer, "batchSize", strategy.BatchSize);
        Number(writer, "maxFailures", strategy.MaxFailures);
        Number(writer, "soakSeconds", strategy.SoakSeconds);
        Number(writer, "timeoutSeconds", strategy.TimeoutSeconds);
        Number(writer, "splaySeconds", strategy.SplaySeconds);
        writer.WriteEndObject();
    }

    private static void WritePostDeploy(Utf8JsonWriter writer, DeployPostDeploy post)
    {
        writer.WriteStartObject("postDeploy");
        writer.WriteString("command", post.Command);
        Texts(writer, "arguments", post.Arguments);
        Number(writer, "timeoutSeconds", post.TimeoutSeconds);
        writer.WriteEndObject();
    }

    private static void WriteHealthCheck(Utf8JsonWriter writer, DeployHealthCheck check)
    {
        writer.WriteStartObject("healthCheck");
        Text(writer, "tcp", check.Tcp);
        Text(writer, "http", check.Http);
        Text(writer, "command", check.Command);
        if (check.Arguments.Count > 0) Texts(writer, "arguments", check.Arguments);
        Number(writer, "timeoutSeconds", check.TimeoutSeconds);
        writer.WriteEndObject();
    }

    private static void WriteSignature(Utf8JsonWriter writer, DeploySignature signature)
    {
        writer.WriteStartObject("signature");
        writer.WriteString("keyId", signature.KeyId);
        writer.WriteString("algorithm", signature.Algorithm);
        Text(writer, "path", signature.Path);
        if (signature.Sequence is { } sequence) writer.WriteNumber("sequence", sequence);
        writer.WriteString("value", signature.Value);
        writer.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }

    private static void Number(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number) writer.WriteNumber(name, number);
    }
}
