using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>addWatch: persistent watches sit in both tables, recursive ones in the data table alone.</summary>
internal sealed class AddWatchHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        var add = AddWatchRequest.Read(ref body);
        if (!Enum.IsDefined(add.Mode)) return ErrorCode.MarshallingError;
        Add(request, add.Path, add.Mode);
        return request.Reply(new ErrorResponse(ErrorCode.Ok));
    }

    public static void Add(RequestContext request, string path, WatchMode mode)
    {
        var watches = request.State.Watches;
        if (mode == WatchMode.PersistentRecursive)
        {
            watches.Data.Add(path, request.Client, WatchModes.Recursive);
            return;
        }

        watches.Data.Add(path, request.Client, WatchModes.Persistent);
        watches.Children.Add(path, request.Client, WatchModes.Persistent);
    }
}
