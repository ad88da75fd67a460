using System.Net;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Authentication;
using ZkReactive.Server.Sessions;

namespace ZkReactive.Server.Connections;

/// <summary>What the server knows of one connection besides its socket. The server's lock guards every member.</summary>
internal sealed class ClientState
{
    private readonly List<ClientInfo> _identities = [];

    public ClientState(long number, IPEndPoint remote, IClientTransport transport)
    {
        Number = number;
        Remote = remote;
        Transport = transport;
        _identities.Add(new ClientInfo("ip", remote.Address.ToString()));
    }

    /// <summary>Counts from 1 since the server was started.</summary>
    public long Number { get; }

    public IPEndPoint Remote { get; }

    public IClientTransport Transport { get; }

    /// <summary>Frames to be sent, in order. The transport takes the buffer and puts an empty one in its place.</summary>
    public FrameBuffer Output { get; set; } = NewOutput();

    /// <summary>How much at the front of the output rests on transactions that the disk has.</summary>
    public int Released { get; set; }

    /// <summary>How much of it will once the batch is on the disk that is being written.</summary>
    public int Sealed { get; set; }

    /// <summary>Whether the log is going to flush it.</summary>
    public bool Awaiting { get; set; }

    /// <summary>Null before the handshake.</summary>
    public Session? Session { get; set; }

    /// <summary>As whom the client has authenticated; its address is always among them.</summary>
    public IReadOnlyList<ClientInfo> Identities => _identities;

    /// <summary>Its SASL exchange; null before the first token.</summary>
    public DigestMd5Server? Sasl { get; set; }

    /// <summary>No request is processed any more, and the connection closes as soon as the output is sent.</summary>
    public bool Ended { get; private set; }

    /// <summary>Whether the processor has it on the list of connections to flush.</summary>
    public bool Dirty { get; set; }

    public long PacketsReceived { get; set; }

    public long PacketsSent { get; set; }

    public OpCode LastOperation { get; set; }

    public int LastXid { get; set; }

    public long LastZxid { get; set; }

    /// <summary>Since when it is there: milliseconds since 1970.</summary>
    public long Established { get; init; }

    /// <summary>A buffer for frames of any length that keeps no memory while it is empty: most connections are idle.</summary>
    public static FrameBuffer NewOutput() => new(int.MaxValue, retain: 0);

    public void AddIdentity(ClientInfo identity)
    {
        if (!_identities.Contains(identity)) _identities.Add(identity);
    }

    /// <summary>Counts its traffic anew, as if it had sent nothing yet.</summary>
    public void ResetTraffic()
    {
        PacketsReceived = PacketsSent = 0;
        LastOperation = default;
        LastXid = -1;
        LastZxid = -1;
    }

    public void End() => Ended = true;

    /// <summary>Takes note that the front of the output is on its way.</summary>
    public void Taken(int bytes)
    {
        Released = Math.Max(0, Released - bytes);
        Sealed = Math.Max(0, Sealed - bytes);
    }
}
