using System.Globalization;
using ZkReactive.Protocol;

namespace ZkReactive.Server;

/// <summary>The faults of a server by name, for scripts and command lines. Names are told apart without regard to case.</summary>
public static class ZkServerFaultNames
{
    private static readonly Dictionary<string, (string Value, Action<ZkServerFaults, object?> Switch)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ActAsVersion34"] = ("", (faults, _) => faults.ActAsVersion34()),
        ["ActAsVersion35"] = ("", (faults, _) => faults.ActAsVersion35()),
        ["DelayReplies"] = ("a duration", (faults, value) => faults.DelayReplies(value is TimeSpan time ? time : throw new FormatException())),
        ["DropConnectionAfter"] = ("a number of replies", (faults, value) => faults.DropConnectionAfter(Number(value))),
        ["DropConnectionBefore"] = ("an operation", (faults, value) => faults.DropConnectionBefore(Operation(value))),
        ["DropConnectionBeforeReplyTo"] = ("an operation", (faults, value) => faults.DropConnectionBeforeReplyTo(Operation(value))),
        ["DropConnections"] = ("", (faults, _) => faults.DropConnections()),
        ["ExpireSessions"] = ("", (faults, _) => faults.ExpireAllSessions()),
        ["HoldReplies"] = ("", (faults, _) => faults.HoldReplies()),
        ["RefuseConnections"] = ("", (faults, _) => faults.RefuseConnections = true),
        ["ReleaseReplies"] = ("", (faults, _) => faults.ReleaseReplies()),
        ["TruncateFrame"] = ("a number of bytes", (faults, value) => faults.TruncateFrame(Number(value))),
    };

    /// <summary>Every name, in order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether the fault of this name takes a duration, which callers may read in their own way.</summary>
    public static bool TakesDuration(string name) => Known.TryGetValue(name, out var fault) && fault.Value == "a duration";

    /// <summary>Switches a fault on.</summary>
    /// <param name="faults">The server's faults.</param>
    /// <param name="name">One of <see cref="All"/>.</param>
    /// <param name="value">What it takes: a <see cref="TimeSpan"/>, a number, the name of an operation such as <c>Create</c>; null where it takes nothing.</param>
    /// <exception cref="ArgumentException">There is no such fault, or it takes another value.</exception>
    public static void SwitchOn(this ZkServerFaults faults, string name, object? value = null)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (!Known.TryGetValue(name, out var fault)) throw new ArgumentException($"There is no fault '{name}'. Known are: {string.Join(", ", All)}.", nameof(name));
        try
        {
            fault.Switch(faults, value);
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException or ArgumentException)
        {
            throw new ArgumentException($"The fault {name} takes {(fault.Value.Length > 0 ? fault.Value : "nothing")}, not '{value}'.", nameof(value), e);
        }
    }

    private static int Number(object? value) => Convert.ToInt32(value ?? throw new FormatException(), CultureInfo.InvariantCulture);

    private static OpCode Operation(object? value) => Enum.Parse<OpCode>(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", ignoreCase: true);
}
