using System.Globalization;
using System.Text;
using ZkReactive.Protocol;
using ZkReactive.Server.Connections;
using ZkReactive.Server.Processing;

namespace ZkReactive.Server.Admin;

/// <summary>
/// The lines of stat and cons. Source: Apache ZooKeeper, <c>ServerCnxn.dumpConnectionInfo</c>; the times of the last
/// reply are left out. Needs the server's lock.
/// </summary>
internal static class ConnectionReport
{
    public static string All(ServerState state)
    {
        var text = new StringBuilder();
        foreach (var client in state.Clients) Append(text, client, full: true).Append('\n');
        return text.Append('\n').ToString();
    }

    public static StringBuilder Append(StringBuilder text, ClientState client, bool full)
    {
        var culture = CultureInfo.InvariantCulture;
        text.Append(culture, $" /{client.Remote}[1](queued=0,recved={client.PacketsReceived},sent={client.PacketsSent}");
        if (full && client.Session is { } session)
        {
            text.Append(culture, $",sid=0x{session.Id:x},lop={NameOf(client.LastOperation)},est={client.Established},to={session.TimeoutMilliseconds}");
            if (client.LastXid >= 0) text.Append(culture, $",lcxid=0x{client.LastXid:x}");
            text.Append(culture, $",lzxid=0x{client.LastZxid:x}");
        }

        return text.Append(')');
    }

    private static string NameOf(OpCode operation) => operation switch
    {
        OpCode.CreateSession => "SESS",
        OpCode.CloseSession => "CLOS",
        OpCode.Ping => "PING",
        OpCode.Multi => "MULT",
        OpCode.MultiRead => "MLTR",
        OpCode.Create or OpCode.Create2 or OpCode.CreateTtl or OpCode.CreateContainer => "CREA",
        OpCode.Delete => "DELE",
        OpCode.SetData => "SETD",
        OpCode.GetData => "GETD",
        OpCode.Exists => "EXIS",
        OpCode.GetChildren or OpCode.GetChildren2 => "GETC",
        OpCode.GetAcl => "GETA",
        OpCode.SetAcl => "SETA",
        OpCode.Sync => "SYNC",
        OpCode.SetWatches => "SETW",
        OpCode.SetWatches2 => "STW2",
        OpCode.AddWatch => "ADDW",
        OpCode.RemoveWatches => "REMW",
        OpCode.CheckWatches => "CHKW",
        OpCode.GetEphemerals => "GETE",
        OpCode.GetAllChildrenNumber => "GETACN",
        OpCode.WhoAmI => "HOMI",
        OpCode.Reconfig => "RECO",
        _ => "NA",
    };
}
