using System.Globalization;

namespace ZkReactive.Pipelines.Deploy.Checks;

/// <summary>What a manifest may say of commands and health checks. Pure.</summary>
internal static class DeployCheckRules
{
    private const int MaxLength = 4 * 1024;
    private const int MaxArguments = 200;

    internal static IEnumerable<DeployProblem> Check(DeployManifest manifest)
    {
        if (manifest.PostDeploy is { } post && Command("postDeploy.command", "postDeploy.arguments", post.Command, post.Arguments) is { } wrong) yield return wrong;
        if (manifest.HealthCheck is not { } check) yield break;
        var kinds = new[] { check.Tcp, check.Http, check.Command }.Count(kind => kind is not null);
        if (kinds != 1) yield return Invalid("healthCheck", $"The field 'healthCheck' must have exactly one of tcp, http and command; it has {kinds}.");
        if (check.Tcp is { } tcp && Address(tcp) is null) yield return Invalid("healthCheck.tcp", $"{DeployRules.Quote(tcp)} is not an address: host:port is needed, with a port from 1 to 65535.");
        if (check.Http is { } http && !IsUrl(http)) yield return Invalid("healthCheck.http", $"{DeployRules.Quote(DeployRules.RedactUrl(http))} is not an http or https URL without user name.");
        if (check.Command is { } command && Command("healthCheck.command", "healthCheck.arguments", command, check.Arguments) is { } bad) yield return bad;
    }

    /// <summary>What an agent does not allow of a manifest; null when it allows everything.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="rule">The agent's rule.</param>
    /// <param name="isVouchedFor">Whether its signature was checked against a trusted key.</param>
    internal static DeployProblem? CheckAllowed(DeployManifest manifest, DeployCommandRule rule, bool isVouchedFor)
    {
        var field = manifest.PostDeploy is not null ? "postDeploy" : manifest.HealthCheck?.Command is not null ? "healthCheck.command" : null;
        if (field is null || rule == DeployCommandRule.Always || (rule == DeployCommandRule.Signed && isVouchedFor)) return null;
        var why = rule == DeployCommandRule.Never ? "this agent runs no commands." : "this agent runs commands only from signed manifests. Sign the manifest and give the agent the key, or start the agent so that it allows commands always.";
        return new(field, $"The manifest asks for a command ('{field}'), and {why}", DeployErrorIds.CommandNotAllowed);
    }

    /// <summary>Host and port; IPv6 in brackets. Null when it is neither.</summary>
    internal static (string Host, int Port)? Address(string text)
    {
        var cut = text.LastIndexOf(':');
        if (cut <= 0 || !int.TryParse(text.AsSpan(cut + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535) return null;
        var host = text[..cut];
        if (host.StartsWith('[') && host.EndsWith(']')) host = host[1..^1];
        else if (host.Contains(':', StringComparison.Ordinal)) return null;
        return Uri.CheckHostName(host) == UriHostNameType.Unknown ? null : (host, port);
    }

    private static bool IsUrl(string text) =>
        text.Length <= MaxLength && Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url.UserInfo.Length == 0;

    private static DeployProblem? Command(string field, string argumentsField, string command, IReadOnlyList<string> arguments)
    {
        if (string.IsNullOrWhiteSpace(command) || command.Length > MaxLength || command.Any(char.IsControl)) return Invalid(field, $"The field '{field}' must name a program; it is {DeployRules.Quote(command)}.");
        if (command.Split('/', '\\').Contains("..")) return Invalid(field, $"The field '{field}' must not climb with '..'; it is {DeployRules.Quote(command)}.");
        if (arguments.Count > MaxArguments || arguments.Sum(argument => argument.Length) > 16 * MaxLength) return Invalid(argumentsField, $"The field '{argumentsField}' has too many arguments, or they are too long.");
        return arguments.Any(argument => argument.Contains('\0', StringComparison.Ordinal)) ? Invalid(argumentsField, $"The field '{argumentsField}' has a character 0 in it.") : null;
    }

    private static DeployProblem Invalid(string field, string message) => new(field, message, DeployErrorIds.FieldInvalid);
}
