using System.CommandLine;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Hooks;

namespace ZkReactive.Cli;

/// <summary>What the hook does when git calls it.</summary>
internal static class DeployHookSession
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(3);

    /// <summary>A push waits for its hook: this long and no longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Publishes what was pushed. Whatever goes wrong is said and never fails the push.</summary>
    public static async Task<int> RunAsync(CliContext context, ParseResult parse, string repository, string hook, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, context.Host.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var pushed = hook == "post-receive"
                ? DeployHook.ReadPushed(await ReadLinesAsync(context, either.Token).ConfigureAwait(false))
                : await DeployHook.ReadCommittedAsync(context.Host.CurrentDirectory, either.Token).ConfigureAwait(false);
            if (pushed.Count > 0) await DeployHook.PublishAsync(repository, pushed, servers => Options(context, parse, servers), Say(context), context.Host.TimeProvider, either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ZkException or OperationCanceledException or CliException or IOException or UnauthorizedAccessException)
        {
            Say(context)($"the push is done, but nothing could be published: {(e is OperationCanceledException ? "it took too long" : e.Message)}");
        }

        return ExitCodes.Done;
    }

    /// <summary>Publishes what waits.</summary>
    public static async Task<int> ReplayAsync(CliContext context, ParseResult parse, string repository, CancellationToken cancellationToken)
    {
        var waiting = await DeployHook.PublishAsync(
            repository,
            null,
            servers => context.Global.ClientOptions(parse) with { ConnectString = servers },
            message => context.Host.Out.WriteLine(Text.OneLine(message)),
            context.Host.TimeProvider,
            cancellationToken).ConfigureAwait(false);
        if (waiting.Count == 0) return ExitCodes.Done;
        throw new CliException(DeployErrorIds.HookFailed, ExitCodes.Failed, $"{waiting.Count} of the pushed branches could not be published and wait on: {string.Join(", ", waiting.Select(entry => entry.Target.Branch))}.");
    }

    /// <summary>How this very zkr is run, by whole paths.</summary>
    public static IReadOnlyList<string> OwnCommand()
    {
        var assembly = System.IO.Path.Combine(AppContext.BaseDirectory, "zkr.dll");
        // .../dotnet/shared/Microsoft.NETCore.App/10.0.0/
        var runtime = System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory();
        var dotnet = System.IO.Path.GetFullPath(System.IO.Path.Combine(runtime, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        if (File.Exists(assembly) && File.Exists(dotnet)) return [dotnet, assembly];
        return [Environment.ProcessPath ?? "zkr"];
    }

    private static Action<string> Say(CliContext context) => message => context.Host.Error.WriteLine($"zkr: {Text.OneLine(message)}");

    private static ZkClientOptions Options(CliContext context, ParseResult parse, string servers) => context.Global.ClientOptions(parse) with { ConnectString = servers, ConnectTimeout = ConnectPatience };

    private static async Task<IReadOnlyList<string>> ReadLinesAsync(CliContext context, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (await context.Host.In.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line) lines.Add(line);
        return lines;
    }
}
