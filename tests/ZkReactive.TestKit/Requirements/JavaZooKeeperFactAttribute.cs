using Xunit;
using ZkReactive.TestKit.Apache;

namespace ZkReactive.TestKit.Requirements;

/// <summary>A test that needs Java and Apache's client with its command line; skipped with the reason where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JavaZooKeeperFactAttribute : FactAttribute
{
    private const string CommandsJar = "/usr/share/java/commons-cli.jar";

    public JavaZooKeeperFactAttribute() => Skip = ApacheInstallation.Missing ?? MissingCommands();

    /// <summary>The class path of the client and its command line; only where the test is not skipped.</summary>
    public static string ClassPath
    {
        get
        {
            var server = ApacheInstallation.Found!.ClassPath;
            return HasOwnFolder(server) ? server : string.Join(Path.PathSeparator, server, CommandsJar);
        }
    }

    private static bool HasOwnFolder(string classPath) => classPath.EndsWith('*');

    private static string? MissingCommands() =>
        HasOwnFolder(ApacheInstallation.Found!.ClassPath) || File.Exists(CommandsJar) ? null : $"{CommandsJar} was not found, which zkCli needs.";
}
