using System.Text.Json.Serialization;
using ZkReactive.Protocol;

namespace ZkReactive.Client.Sessions;

/// <summary>The file's content: id in hexadecimal as servers print it, password in base64, time-out in milliseconds.</summary>
internal sealed record StoredTicket(string Session, string Password, long LastZxid, long TimeoutMilliseconds, DateTimeOffset LastHeard, string Servers)
{
    private const int HexPrefix = 2;

    public ZkSessionTicket ToTicket()
    {
        var ticket = new ZkSessionTicket
        {
            Id = new SessionId(Convert.ToInt64(Session[HexPrefix..], 16)),
            Password = Convert.FromBase64String(Password),
            LastZxid = new Zxid(LastZxid),
            NegotiatedTimeout = TimeSpan.FromMilliseconds(TimeoutMilliseconds),
            LastHeard = LastHeard,
            Servers = Servers,
        };
        _ = ZkConnectString.Parse(Servers);
        return ticket.Id == SessionId.None || TimeoutMilliseconds <= 0 ? throw new FormatException("A session has an id and a time-out.") : ticket;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StoredTicket))]
internal sealed partial class StoredTicketJson : JsonSerializerContext;
