using System.Globalization;
using System.Text;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Server.Tests.Compatibility;

/// <summary>
/// Writes replies and events down so that those of two servers can be compared letter by letter: zxids as distances from the
/// script's beginning, sessions by their number in the script, times only as equal or not, unordered lists sorted.
/// </summary>
internal sealed class Observer(Zxid beginning)
{
    private readonly Dictionary<long, string> _sessions = [];

    public Zxid Beginning => beginning;

    /// <summary>Names a session.</summary>
    public void Know(SessionId session, string name) => _sessions[session.Value] = name;

    public string Head(WireReply reply) => string.Create(CultureInfo.InvariantCulture, $"{reply.Header.Error} at {Show(reply.Header.Zxid)}");

    public string Show(Zxid zxid) => zxid.Value <= beginning.Value ? "before" : string.Create(CultureInfo.InvariantCulture, $"+{zxid.Value - beginning.Value}");

    public string Show(Stat stat) => string.Create(
        CultureInfo.InvariantCulture,
        $"[c{Show(stat.Czxid)} m{Show(stat.Mzxid)} p{Show(stat.Pzxid)} v{stat.Version}/{stat.ChildrenVersion}/{stat.AclVersion} {Owner(stat.EphemeralOwner)} {stat.DataLength}B {stat.ChildCount}ch{(stat.CreatedMilliseconds > stat.ModifiedMilliseconds ? " modified before created" : "")}]");

    public static string Show(byte[]? data) => data is null ? "null" : $"'{Encoding.UTF8.GetString(data)}'";

    public static string Show(IEnumerable<string> names) => string.Join(',', names.Order(StringComparer.Ordinal));

    public static string Show(IEnumerable<Acl> acls) => string.Join(',', acls.Select(acl => $"{(int)acl.Permissions}:{acl.Scheme}:{acl.Id}"));

    public string Show(MultiResult result) => result switch
    {
        MultiResult.Created(var created) => $"created {created.Path}",
        MultiResult.CreatedWithStat(var created) => $"created {created.Path} {Show(created.Stat)}",
        MultiResult.Deleted => "deleted",
        MultiResult.DataSet(var set) => $"set {Show(set.Stat)}",
        MultiResult.Checked => "checked",
        MultiResult.Data(var data) => $"data {Show(data.Data)} {Show(data.Stat)}",
        MultiResult.Children(var children) => $"children {Show(children.Children)}",
        MultiResult.Failed(var error) => $"failed {error}",
        _ => throw new ArgumentException($"A result of an unknown kind: {result}."),
    };

    public static string Show(WatcherEvent happened) => $"{happened.Type} {happened.State} {happened.Path}";

    private string Owner(long owner) =>
        owner == 0 ? "-" : _sessions.GetValueOrDefault(owner) ?? "0x" + owner.ToString("x", CultureInfo.InvariantCulture);
}
