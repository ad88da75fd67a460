using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>whoAmI: schemes and names as which the client has authenticated, without digests.</summary>
internal sealed class WhoAmIHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body) => request.Reply(new WhoAmIResponse(
        [.. request.Client.Identities.Select(i => i.AuthScheme == "digest" ? i with { User = i.User.Split(':')[0] } : i)]));
}
