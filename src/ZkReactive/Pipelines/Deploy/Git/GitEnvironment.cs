using System.Collections;
using System.Diagnostics;

namespace ZkReactive.Pipelines.Deploy.Git;

/// <summary>The environment git runs in: the admin's credentials, proxies and SSH set-up, and nothing of the caller's repository.</summary>
internal static class GitEnvironment
{
    /// <summary>
    /// Variables of git's that say how to reach and trust servers. Every other GIT_… variable is dropped: an agent that is
    /// started inside a git hook would otherwise work on the hook's repository (GIT_DIR, GIT_INDEX_FILE, …).
    /// </summary>
    private static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_PROXY_COMMAND", "GIT_SSL_NO_VERIFY", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH",
        "GIT_SSL_CERT", "GIT_SSL_KEY", "GIT_SSL_VERSION", "GIT_HTTP_USER_AGENT", "GIT_HTTP_LOW_SPEED_LIMIT", "GIT_HTTP_LOW_SPEED_TIME",
        "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH", "GIT_ASKPASS",
    };

    /// <summary>Sets the environment of a git command that may use only the given transports.</summary>
    /// <param name="start">The command.</param>
    /// <param name="allowedProtocols">Names as in GIT_ALLOW_PROTOCOL, with ':' between.</param>
    /// <param name="quietSsh">Whether ssh is told to ask nothing, unless the environment names a command of its own.</param>
    internal static void Apply(ProcessStartInfo start, string allowedProtocols, bool quietSsh)
    {
        var environment = start.Environment;
        foreach (var name in Inherited().Where(name => name.StartsWith("GIT_", StringComparison.OrdinalIgnoreCase) && !Kept.Contains(name))) environment.Remove(name);
        environment["GIT_TERMINAL_PROMPT"] = "0";
        environment["GCM_INTERACTIVE"] = "never";
        environment["SSH_ASKPASS_REQUIRE"] = "never";
        environment["GIT_OPTIONAL_LOCKS"] = "0";
        environment["GIT_ALLOW_PROTOCOL"] = allowedProtocols;
        environment["GIT_PROTOCOL_FROM_USER"] = "0";
        if (quietSsh && !environment.ContainsKey("GIT_SSH_COMMAND") && !environment.ContainsKey("GIT_SSH")) environment["GIT_SSH_COMMAND"] = "ssh -oBatchMode=yes";
        environment["LC_ALL"] = "C";
        environment["LANGUAGE"] = "C";
    }

    private static IEnumerable<string> Inherited() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key);
}
