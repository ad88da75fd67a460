using System.ComponentModel;
using System.Net.Sockets;
using ZkReactive.Client;
using ZkReactive.Server;

namespace ZkReactive.Cli;

/// <summary>The one table from exceptions to what is printed and what the process ends with.</summary>
internal static class CliErrors
{
    /// <summary>What an exception means for the exit code.</summary>
    public static int ExitCode(Exception exception) => exception switch
    {
        CliException cli => cli.ExitCode,
        ZkConnectionException or ZkTimeoutException or SessionExpiredException or SessionMovedException => ExitCodes.NotConnected,
        ArgumentException => ExitCodes.Usage,
        _ => ExitCodes.Failed,
    };

    /// <summary>A stable name for the failure.</summary>
    public static string ErrorId(Exception exception) => exception switch
    {
        CliException cli => cli.ErrorId,
        ZkException zk => zk.ErrorId,
        ServerDataException data => data.ErrorId,
        ArgumentException => "ZkInvalidArgument",
        SocketException => "ZkListenFailed",
        UnauthorizedAccessException => "ZkAccessDenied",
        IOException or Win32Exception => "ZkInputOutput",
        _ => "ZkUnexpected",
    };

    /// <summary>Prints one line for a person; with <paramref name="verbose"/> where it came from as well.</summary>
    public static void Write(TextWriter error, Exception exception, bool verbose)
    {
        error.WriteLine($"zkr: {Text.OneLine(Message(exception))} [{ErrorId(exception)}]");
        if (verbose) error.WriteLine(exception);
        else if (ErrorId(exception) == "ZkUnexpected") error.WriteLine("zkr: this was not foreseen; run it again with --verbose and report what it prints.");
    }

    private static string Message(Exception exception)
    {
        var suffix = exception is ArgumentException { ParamName: { } name } ? $" (Parameter '{name}')" : "";
        var message = exception.Message;
        return suffix.Length > 0 && message.EndsWith(suffix, StringComparison.Ordinal) ? message[..^suffix.Length] : message;
    }
}
